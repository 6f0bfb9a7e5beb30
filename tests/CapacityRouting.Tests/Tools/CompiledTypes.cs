using System.Reflection;
using System.Reflection.Emit;

namespace CapacityRouting.Tests.Tools;

/// <summary>The types that compiled code uses, as the compiler resolved them: in signatures, fields, locals and instructions.</summary>
internal static class CompiledTypes
{
    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<int, OpCode> OpCodesByValue =
        typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value & 0xFFFF);

    /// <summary>Everything that a type and those within it use, each type once.</summary>
    public static IReadOnlySet<Type> UsedBy(Type type)
    {
        HashSet<Type> used = [];
        Collect(type, used);
        return used;
    }

    /// <summary>The types in the signatures of a type's own members, which a user of the type sees.</summary>
    public static IEnumerable<Type> InSignaturesOf(Type type) =>
        type.GetMembers(Everything).SelectMany(InSignature).SelectMany(Parts);

    private static void Collect(Type type, HashSet<Type> used)
    {
        Add(type.BaseType, used);
        foreach (Type contract in type.GetInterfaces())
            Add(contract, used);
        foreach (MemberInfo member in type.GetMembers(Everything))
        {
            foreach (Type part in InSignature(member))
                Add(part, used);
            if (member is MethodBase method)
                CollectBody(method, used);
            else if (member is Type nested)
                Collect(nested, used);
        }
    }

    private static void CollectBody(MethodBase method, HashSet<Type> used)
    {
        if (method.GetMethodBody() is not { } body)
            return;
        foreach (ExceptionHandlingClause clause in body.ExceptionHandlingClauses)
            if (clause.Flags == ExceptionHandlingClauseOptions.Clause)
                Add(clause.CatchType, used);
        foreach (LocalVariableInfo local in body.LocalVariables)
            Add(local.LocalType, used);
        Type[] ofType = method.DeclaringType is { IsGenericType: true } generic ? generic.GetGenericArguments() : [];
        Type[] ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : [];
        foreach (int token in TokensIn(body.GetILAsByteArray()!))
            foreach (Type part in InUse(method.Module.ResolveMember(token, ofType, ofMethod)))
                Add(part, used);
    }

    private static IEnumerable<Type> InUse(MemberInfo? member) => member switch
    {
        null => [],
        Type type => [type],
        _ => [member.DeclaringType!, .. InSignature(member)],
    };

    private static IEnumerable<Type> InSignature(MemberInfo member) => member switch
    {
        FieldInfo field => [field.FieldType],
        PropertyInfo property => [property.PropertyType],
        MethodInfo method => [method.ReturnType, .. method.GetParameters().Select(parameter => parameter.ParameterType), .. method.IsGenericMethod ? method.GetGenericArguments() : []],
        ConstructorInfo constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType),
        _ => [],
    };

    private static void Add(Type? type, HashSet<Type> used)
    {
        if (type is not null)
            used.UnionWith(Parts(type));
    }

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.IsGenericParameter)
            return [];
        if (type.HasElementType)
            return Parts(type.GetElementType()!);
        return type.IsGenericType ? [type.GetGenericTypeDefinition(), .. type.GetGenericArguments().SelectMany(Parts)] : [type];
    }

    /// <summary>The metadata tokens that instructions name.</summary>
    private static IEnumerable<int> TokensIn(byte[] code)
    {
        int at = 0;
        while (at < code.Length)
        {
            int value = code[at] == 0xFE ? 0xFE00 | code[at + 1] : code[at];
            OpCode instruction = OpCodesByValue[value];
            at += instruction.Size;
            if (instruction.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
                yield return BitConverter.ToInt32(code, at);
            at += SizeOf(instruction.OperandType, code, at);
        }
    }

    private static int SizeOf(OperandType operand, byte[] code, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };
}
