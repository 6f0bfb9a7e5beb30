using System.Reflection;
using System.Text;

namespace CapacityRouting.Tests.Tools;

/// <summary>The public surface of an assembly as text that a reviewer can read: a type, then what it offers, in order.</summary>
internal static class PublicSurface
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    public static string Of(Assembly assembly)
    {
        StringBuilder text = new();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(HeadOf(type)).Append('\n');
            foreach (string member in MembersOf(type))
                text.Append("    ").Append(member).Append('\n');
            text.Append('\n');
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static string HeadOf(Type type)
    {
        bool isRecord = IsRecord(type);
        string kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct"
            : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsSealed ? (isRecord ? "sealed record" : "sealed class") : type.IsAbstract ? "abstract class" : "class";
        IEnumerable<Type> inherited = type.GetInterfaces().SelectMany(each => each.GetInterfaces()).Concat(type.BaseType?.GetInterfaces() ?? []);
        string[] bases = [.. new[] { type.BaseType }
            .Where(each => each is not null && !type.IsValueType && each != typeof(object))
            .Concat(type.IsEnum ? [] : type.GetInterfaces().Except(inherited).Where(each => !isRecord || each.Name != "IEquatable`1").OrderBy(each => each.Name, StringComparer.Ordinal))
            .Select(each => NameOf(each!))];
        return $"{kind} {type.FullName}{(bases.Length > 0 ? " : " + string.Join(", ", bases) : string.Empty)}";
    }

    private static IEnumerable<string> MembersOf(Type type) => type.IsEnum
        ? Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), System.Globalization.CultureInfo.InvariantCulture)}")
        : type.GetConstructors(Own).Where(IsVisible).Select(each => $"new({Parameters(each)})").Order(StringComparer.Ordinal)
            .Concat(type.GetFields(Own).Where(IsVisible).OrderBy(each => each.Name, StringComparer.Ordinal).Select(each => $"{NameOf(each.FieldType)} {each.Name}"))
            .Concat(type.GetEvents(Own).Where(each => IsVisible(each.AddMethod)).OrderBy(each => each.Name, StringComparer.Ordinal).Select(each => $"event {NameOf(each.EventHandlerType!)} {each.Name}"))
            .Concat(type.GetProperties(Own).Where(each => IsVisible(each.GetMethod) || IsVisible(each.SetMethod)).OrderBy(each => each.Name, StringComparer.Ordinal).Select(Property))
            .Concat(type.GetMethods(Own).Where(each => IsVisible(each) && !IsWrittenByTheCompiler(each)).OrderBy(each => each.Name, StringComparer.Ordinal).ThenBy(Method, StringComparer.Ordinal).Select(Method));

    private static string Property(PropertyInfo property)
    {
        string set = !IsVisible(property.SetMethod) ? string.Empty
            : property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Length > 0 ? " init;" : " set;";
        string required = property.GetCustomAttribute<System.Runtime.CompilerServices.RequiredMemberAttribute>() is null ? string.Empty : "required ";
        return $"{Static(property.GetMethod ?? property.SetMethod!)}{required}{NameOf(property.PropertyType, Nullability.Create(property))} {property.Name} {{{(IsVisible(property.GetMethod) ? " get;" : string.Empty)}{set} }}";
    }

    private static string Method(MethodInfo method)
    {
        string generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(each => each.Name))}>" : string.Empty;
        return $"{Static(method)}{NameOf(method.ReturnType, Nullability.Create(method.ReturnParameter))} {method.Name}{generic}({Parameters(method)})";
    }

    private static string Parameters(MethodBase method)
    {
        bool extends = method.IsDefined(typeof(System.Runtime.CompilerServices.ExtensionAttribute), inherit: false);
        return string.Join(", ", method.GetParameters().Select((parameter, i) =>
            $"{(i == 0 && extends ? "this " : string.Empty)}{NameOf(parameter.ParameterType, Nullability.Create(parameter))} {parameter.Name}{(parameter.HasDefaultValue ? $" = {(parameter.DefaultValue is bool flag ? flag ? "true" : "false" : parameter.DefaultValue ?? "default")}" : string.Empty)}"));
    }

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    private static string Static(MethodBase method) => method.IsStatic ? "static " : string.Empty;

    private static bool IsVisible(MethodBase? method) => method is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };

    private static bool IsVisible(FieldInfo field) => (field.IsPublic || field.IsFamily) && !field.IsSpecialName;

    // Accessors, and what every record has.
    private static bool IsWrittenByTheCompiler(MethodInfo method) =>
        (method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal))
        || method.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute), inherit: false)
        || method.Name is "<Clone>$" or "PrintMembers" or "op_Equality" or "op_Inequality" or "GetHashCode" or "Deconstruct"
        || (method.Name is "Equals" or "ToString" && IsRecord(method.DeclaringType!));

    private static string NameOf(Type type, NullabilityInfo? nullability = null)
    {
        string optional = nullability is { ReadState: NullabilityState.Nullable } && !type.IsValueType ? "?" : string.Empty;
        if (Nullable.GetUnderlyingType(type) is { } value)
            return NameOf(value) + "?";
        if (type.IsArray)
            return $"{NameOf(type.GetElementType()!, nullability?.ElementType)}[]{optional}";
        if (!type.IsGenericType)
            return Keyword(type) + optional;
        IEnumerable<string> arguments = type.GetGenericArguments().Select((argument, i) => NameOf(argument, nullability?.GenericTypeArguments.ElementAtOrDefault(i)));
        return $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", arguments)}>{optional}";
    }

    private static string Keyword(Type type) => type.FullName switch
    {
        "System.Void" => "void",
        "System.String" => "string",
        "System.Object" => "object",
        "System.Boolean" => "bool",
        "System.Int32" => "int",
        "System.Int64" => "long",
        "System.Double" => "double",
        _ => type.Name,
    };
}
