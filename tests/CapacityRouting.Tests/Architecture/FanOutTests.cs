using System.Runtime.CompilerServices;
using CapacityRouting.Failures.Providers;
using CapacityRouting.Routing;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Architecture;

/// <summary>A type that uses many others has no single idea: read from what was compiled.</summary>
public sealed class FanOutTests
{
    private const int Most = 15;

    // What puts parts together knows them all: the router, and the three lists of providers.
    private static readonly string[] CompositionRoots = [nameof(Router), nameof(ProviderProfile), nameof(ProviderCatalogue), nameof(FailureRules)];

    private static readonly Type[] Types = [.. typeof(Route).Assembly.GetTypes().Where(type => !type.IsNested && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false))];

    [Fact]
    public void Type_ThatIsNoCompositionRoot_UsesAtMostFifteenOthers()
    {
        IEnumerable<string> wide = Types
            .Where(type => !CompositionRoots.Contains(type.Name))
            .Select(type => (type.Name, Used: UsedBy(type).Order(StringComparer.Ordinal).ToArray()))
            .Where(type => type.Used.Length > Most)
            .Select(type => $"{type.Name} uses {type.Used.Length}: {string.Join(", ", type.Used)}\n");

        Assert.Empty(wide);
    }

    private static HashSet<string> UsedBy(Type type) =>
        [.. CompiledTypes.UsedBy(type).Select(Outermost).Where(used => used != type && Types.Contains(used) && IsCollaborator(used)).Select(used => used.Name)];

    /// <summary>Words are no collaborators: enums, values, records and exceptions.</summary>
    private static bool IsCollaborator(Type type) =>
        !type.IsValueType && !typeof(Exception).IsAssignableFrom(type) && type.GetMethod("<Clone>$") is null;

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
