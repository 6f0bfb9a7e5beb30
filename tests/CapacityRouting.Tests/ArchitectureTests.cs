using System.Text.RegularExpressions;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests;

/// <summary>What the sources promise of themselves: read from the files, as a reader would.</summary>
public sealed partial class ArchitectureTests
{
    private const int LongestFile = 250;

    // From the client down. A folder may use those after it and never those before it.
    private static readonly string[] Story = ["", "Streaming", "Continuations", "Chat", "Pipeline", "Ownership", "Queueing", "Routing", "Failures", "Rules", "Providers", "Waits", "Wire", "Health", "Estimation", "Capacity", "Atomics"];

    // Beside the story: what tells of it, and what sets it up.
    private static readonly string[] Beside = ["Diagnostics", "Configuration"];

    // The arithmetic that other kinds of calls shall share knows nothing of chat.
    private static readonly string[] ChatFree = ["Health", "Capacity", "Atomics"];

    public static TheoryData<string> Files => [.. Sources.All.Keys];

    [Fact]
    public void Files_OfTheCore_AreThere() => Assert.True(Sources.All.Count > 50);

    [Theory]
    [MemberData(nameof(Files))]
    public void Usings_OfAFile_PointDownTheStory(string file)
    {
        int place = Array.IndexOf(Story, Sources.FolderOf(file));
        Assert.True(place >= 0 || Beside.Contains(Sources.FolderOf(file)), $"{file}: the folder has no place in the story.");

        foreach (string used in Used(file).Where(Story.Contains).Where(_ => place >= 0))
            Assert.True(Array.IndexOf(Story, used) >= place, $"{file} uses {used}, which lies above it.");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Usings_OfTheArithmetic_StandOnNothingBeside(string file)
    {
        if (!ChatFree.Contains(Sources.FolderOf(file)))
            return;
        Assert.DoesNotContain(Used(file), Beside.Contains);
        Assert.DoesNotContain("Microsoft.Extensions.AI", Sources.All[file], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void AtomicOperations_OfAFile_AreSpelledInAtomicsOnly(string file)
    {
        if (Sources.FolderOf(file) != "Atomics")
            Assert.False(AtomicWord().IsMatch(Sources.CodeOf(file)), $"{file} spells Interlocked or Volatile; Atomics/ is for that.");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Length_OfAFile_IsThatOfOneIdea(string file)
    {
        int lines = Sources.All[file].Split('\n').Length;

        Assert.True(lines <= LongestFile, $"{file} has {lines} lines; there are two ideas in it.");
    }

    private static IEnumerable<string> Used(string file) =>
        UsingLine().Matches(Sources.All[file]).Select(line => line.Groups["folder"].Value);

    [GeneratedRegex(@"^(global )?using (static )?CapacityRouting(\.(?<folder>\w+))?[\w.]*;", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"\b(Interlocked|Volatile|volatile)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex AtomicWord();
}
