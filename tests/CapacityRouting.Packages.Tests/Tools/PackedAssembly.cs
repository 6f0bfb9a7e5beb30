using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace CapacityRouting.Packages.Tests.Tools;

/// <summary>What users of a packed assembly see of it, by names alone: A.B is a type, and A.B.C its member. Type parameters are left out.</summary>
internal sealed class PackedAssembly
{
    private readonly MetadataReader _reader;

    public PackedAssembly(byte[] assembly)
    {
        using PEReader file = new([.. assembly]);
        _reader = file.GetMetadataReader();
        foreach (TypeDefinition type in _reader.TypeDefinitions.Select(_reader.GetTypeDefinition).Where(IsVisible))
            Add(type, NameOf(type));
    }

    public HashSet<string> Types { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Members { get; } = new(StringComparer.Ordinal);

    private void Add(TypeDefinition type, string name)
    {
        Types.Add(name);
        foreach (MethodDefinition method in type.GetMethods().Select(_reader.GetMethodDefinition).Where(IsVisible))
            Members.Add($"{name}.{Plain(method.Name).Replace(".ctor", "#ctor", StringComparison.Ordinal)}");
        foreach (FieldDefinition field in type.GetFields().Select(_reader.GetFieldDefinition))
            if ((field.Attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family)
                Members.Add($"{name}.{Plain(field.Name)}");
        foreach (PropertyDefinition property in type.GetProperties().Select(_reader.GetPropertyDefinition))
            if (IsVisible(property.GetAccessors().Getter) || IsVisible(property.GetAccessors().Setter))
                Members.Add($"{name}.{Plain(property.Name)}");
    }

    private bool IsVisible(MethodDefinitionHandle handle) => !handle.IsNil && IsVisible(_reader.GetMethodDefinition(handle));

    private static bool IsVisible(MethodDefinition method) =>
        (method.Attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    private bool IsVisible(TypeDefinition type) => (type.Attributes & TypeAttributes.VisibilityMask) switch
    {
        TypeAttributes.Public => true,
        TypeAttributes.NestedPublic or TypeAttributes.NestedFamily => IsVisible(_reader.GetTypeDefinition(type.GetDeclaringType())),
        _ => false,
    };

    private string NameOf(TypeDefinition type) => type.GetDeclaringType() is { IsNil: false } outer
        ? $"{NameOf(_reader.GetTypeDefinition(outer))}.{Plain(type.Name)}"
        : $"{_reader.GetString(type.Namespace)}.{Plain(type.Name)}";

    private string Plain(StringHandle name) => _reader.GetString(name).Split('`')[0];
}
