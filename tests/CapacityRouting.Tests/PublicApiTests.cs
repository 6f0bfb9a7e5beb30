using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests;

/// <summary>The public surface changes only on purpose.</summary>
public sealed class PublicApiTests
{
    private const string Accept = "CAPACITYROUTING_ACCEPT_API";

    [Fact]
    public void PublicApi_OfTheCore_IsAsWritten()
    {
        string file = Sources.PathOf("tests", "CapacityRouting.Tests", "PublicApi.txt");
        string now = PublicSurface.Of(typeof(CapacityAwareChatClient).Assembly);
        if (Environment.GetEnvironmentVariable(Accept) == "1")
            File.WriteAllText(file, now);

        string[] written = File.Exists(file) ? File.ReadAllLines(file) : [];
        string[] found = now.TrimEnd('\n').Split('\n');
        string[] changes = [.. Lost(written, found).Select(line => "- " + line), .. Lost(found, written).Select(line => "+ " + line)];

        Assert.True(written.SequenceEqual(found, StringComparer.Ordinal), $"""
            The public surface is not the one of PublicApi.txt:
            {string.Join(Environment.NewLine, changes)}
            If that is meant, run the tests with {Accept}=1 once, and review and commit the file.
            """);
    }

    private static IEnumerable<string> Lost(string[] before, string[] after) =>
        before.Where(line => line.Length > 0).Except(after, StringComparer.Ordinal);
}
