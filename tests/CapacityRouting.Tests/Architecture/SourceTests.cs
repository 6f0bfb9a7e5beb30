using System.Text.RegularExpressions;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Architecture;

/// <summary>What the sources promise of themselves: read from the files, as a reader would.</summary>
public sealed partial class SourceTests
{
    private const int LongestFile = 250;

    public static TheoryData<string> Files => [.. Sources.All.Keys];

    [Fact]
    public void Files_OfTheCore_AreThere() => Assert.True(Sources.All.Count > 50);

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

    [GeneratedRegex(@"\b(Interlocked|Volatile|volatile)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex AtomicWord();
}
