using CapacityRouting.Interleavings.Tools;

namespace CapacityRouting.Interleavings.Seeded;

/// <summary>The scenarios must find bugs that are put into the very sources, or their silence about the sources says nothing.</summary>
public sealed class SeededBugTests
{
    public static TheoryData<string> Names => [.. SeededBugs.Here.Keys];

    public static TheoryData<string> Types => [.. SeededBugs.Here.Values.Select(bug => bug.Type.Name).Distinct()];

    [Fact]
    public void Place_OfEachBug_IsThereOnce() =>
        Assert.Empty(SeededBugs.All.Values.Select(bug => Record.Exception(() => Sources.With(bug))?.Message).OfType<string>());

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

    /// <summary>Shows that a scenario fails for its bug. Without a bug the first scenario of each class passes in a build of this kind, as all of them do in the project's own.</summary>
    [Theory]
    [MemberData(nameof(Types))]
    public void Run_WithoutABug_FindsNothing(string type)
    {
        SeededBug first = SeededBugs.Here.Values.First(bug => bug.Type.Name == type);

        Assert.Null(Unseeded.Value.Run(first.Type, first.Scenario));
    }

    private static Lazy<Build> Unseeded { get; } = new(Build.OfSources);
}
