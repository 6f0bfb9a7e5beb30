using System.Text.RegularExpressions;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Docs;

/// <summary>The menu of the site leads to every document, and nowhere else.</summary>
public sealed partial class SiteTests
{
    private static readonly string[] Targets = [.. Href().Matches(Repository.Read("docs/toc.yml")).Select(href => href.Groups["target"].Value)];

    [Fact]
    public void Menu_OfTheSite_HasEveryDocument()
    {
        IEnumerable<string> pages = Directory.EnumerateFiles(Repository.Path("docs"), "*.md").Select(file => Path.GetFileName(file));

        Assert.Empty(pages.Except(Targets, StringComparer.Ordinal));
    }

    [Fact]
    public void Menu_OfTheSite_LeadsSomewhere() => Assert.All(Targets, target => Assert.True(File.Exists(Path.Combine(Repository.Path("docs"), target)), target));

    [GeneratedRegex(@"href: (?<target>\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Href();
}
