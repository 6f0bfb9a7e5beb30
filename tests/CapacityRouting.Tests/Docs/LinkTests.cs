using System.Text.RegularExpressions;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Docs;

/// <summary>Every link within the repository leads to a file, and where it has an anchor to a heading; every path that a page names exists.</summary>
public sealed partial class LinkTests
{
    public static TheoryData<string> Pages => [.. MarkdownPage.All.Select(page => page.Path)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_OfAPage_LeadSomewhere(string path)
    {
        string[] broken = [.. Page(path).Links.Where(target => !IsElsewhere(target) && !Leads(path, target))];

        Assert.True(broken.Length == 0, $"{path} has links that lead nowhere: {string.Join(", ", broken)}");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Paths_ThatAPageNames_Exist(string path)
    {
        string[] gone = [.. Page(path).Codes.Where(code => FilePath().IsMatch(code) && !Exists(code))];

        Assert.True(gone.Length == 0, $"{path} names what is not there: {string.Join(", ", gone)}");
    }

    [Fact]
    public void Paths_ThatThePageOnExtendingNames_AreMany() =>
        Assert.True(Page("docs/extending.md").Codes.Count(code => FilePath().IsMatch(code)) > 30);

    [Theory]
    [InlineData("docs/a.md", "no-such-page.md")]
    [InlineData("docs/a.md", "design.md#no-such-heading")]
    [InlineData("docs/a.md", "#no-such-heading")]
    public void Leads_ALinkToNothing_IsFound(string path, string target) => Assert.False(Leads(path, target));

    private static bool IsElsewhere(string target) => Uri.TryCreate(target, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https" or "mailto";

    private static bool Leads(string path, string target)
    {
        string[] parts = target.Split('#', 2);
        string file = parts[0].Length == 0 ? path : Combined(path, parts[0]);
        return Exists(file) && (parts.Length == 1 || MarkdownPage.All.Any(page => page.Path == file && page.Anchors.Contains(parts[1], StringComparer.Ordinal)));
    }

    /// <summary>The target of a link, seen from the root of the repository.</summary>
    private static string Combined(string path, string target) =>
        Path.GetRelativePath(Repository.Path("."), Path.GetFullPath(Path.Combine(Repository.Path(path), "..", target))).Replace('\\', '/');

    private static bool Exists(string path) => Path.Exists(Repository.Path(path));

    private static MarkdownPage Page(string path) => MarkdownPage.All.Single(page => page.Path == path);

    [GeneratedRegex(@"^((src|tests|docs|benchmarks|samples|\.ci|\.github)/[\w./-]*|[\w-]+\.(md|txt|sln|props))$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FilePath();
}
