using CapacityRouting.Interleavings.Tools;

namespace CapacityRouting.Interleavings.Seeded;

/// <summary>The scenarios must find bugs that are put into the very sources, or their silence about the sources says nothing.</summary>
public sealed class SeededBugTests
{
    public static TheoryData<string> Names => [.. SeededBugs.All.Keys];

    public static IEnumerable<object[]> Scenarios =>
        SeededBugs.All.Values.Select(bug => (bug.Type, bug.Scenario)).Distinct().Select(found => new object[] { found.Type.Name, found.Scenario });

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_WithTheBug_FindsIt(string name)
    {
        SeededBug bug = SeededBugs.All[name];
        using Build build = Build.With(bug);

        Exception? found = build.Run(bug.Type, bug.Scenario);

        // That of the other build is another type of the same name.
        Assert.True(found?.GetType().FullName == typeof(InterleavingException).FullName, found is null ? "No interleaving finds the bug." : found.ToString());
    }

    /// <summary>So that a scenario that fails with the bug fails for the bug.</summary>
    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Run_WithoutABug_FindsNothing(string type, string scenario)
    {
        Type of = SeededBugs.All.Values.First(bug => bug.Type.Name == type).Type;

        Assert.Null(Unseeded.Value.Run(of, scenario));
    }

    private static Lazy<Build> Unseeded { get; } = new(Build.OfSources);
}
