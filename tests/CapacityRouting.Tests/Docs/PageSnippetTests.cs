using System.Text.RegularExpressions;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Docs;

/// <summary>The C# of the pages that need real SDKs is compiled in a project that has them, line by line as it stands there.</summary>
public sealed partial class PageSnippetTests
{
    private const string Folder = "tests/CapacityRouting.Transparency.Tests/Pages";

    private static readonly string Compiled = string.Concat(
        Directory.EnumerateFiles(Repository.Path(Folder), "*Snippets.cs").Order(StringComparer.Ordinal).Select(file => Normalised(File.ReadAllText(file)) + "\n"));

    [Theory]
    [InlineData("docs/migration.md", 10)]
    [InlineData("docs/resilience-handlers.md", 6)]
    [InlineData("docs/start.md", 5)]
    [InlineData("docs/troubleshooting.md", 2)]
    public void CSharpBlocks_OfAPage_AreCompiled(string page, int atLeast)
    {
        string[] blocks = [.. Block().Matches(Repository.Read(page)).Select(block => block.Groups["code"].Value)];

        Assert.True(blocks.Length >= atLeast, $"{page} has {blocks.Length} blocks");
        Assert.All(blocks, block => Assert.Contains(Normalised(block), Compiled, StringComparison.Ordinal));
    }

    /// <summary>The code without indents and empty lines.</summary>
    private static string Normalised(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();
}
