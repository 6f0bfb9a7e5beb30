using System.Reflection;
using System.Runtime.CompilerServices;
using CapacityRouting.Routing;

namespace CapacityRouting.Tests.Architecture;

/// <summary>Values that are handed along are small: what is larger is one object.</summary>
public sealed class StructSizeTests
{
    private const int Largest = 64;
    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Type[] Types = typeof(Route).Assembly.GetTypes();

    [Fact]
    public void Struct_ThatIsHandedAlong_HasAtMost64Bytes()
    {
        IEnumerable<string> large = Types
            .Where(type => !IsOfTheCompiler(type))
            .SelectMany(type => type.GetMembers(Everything).OfType<MethodBase>())
            .SelectMany(Handed)
            .Where(type => IsOurs(type) && SizeOf(type) > Largest)
            .Select(type => $"{type.Name}: {SizeOf(type)} bytes")
            .Distinct();

        Assert.Empty(large);
    }

    private static IEnumerable<Type> Handed(MethodBase method) =>
        [.. method.GetParameters().Select(parameter => parameter.ParameterType), .. method is MethodInfo { ReturnType: var returned } ? new[] { returned } : []];

    private static bool IsOurs(Type type) => type is { IsValueType: true, IsEnum: false, ContainsGenericParameters: false } && Array.IndexOf(Types, type.IsGenericType ? type.GetGenericTypeDefinition() : type) >= 0;

    private static bool IsOfTheCompiler(Type type) => type.IsDefined(typeof(CompilerGeneratedAttribute)) || type.DeclaringType is { } outer && IsOfTheCompiler(outer);

    private static int SizeOf(Type type) => (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;
}
