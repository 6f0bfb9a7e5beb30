using System.Text;
using System.Text.RegularExpressions;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Docs;

/// <summary>A document, taken apart as far as the tests ask. Code blocks, fenced or indented, and comments are left out of everything.</summary>
internal sealed partial class MarkdownPage
{
    private static readonly string[] Folders = ["docs", ".github", "src", "tests", "benchmarks", "samples"];

    private readonly List<(int Number, string Text)> _lines = [];

    public MarkdownPage(string path, string text)
    {
        Path = path;
        bool isFenced = false;
        bool isAfterBlank = true;
        int number = 0;
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            bool isFence = line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            bool isIndented = isAfterBlank && line.StartsWith("    ", StringComparison.Ordinal);
            if (!isFenced && !isFence && !isIndented && !line.StartsWith("<!--", StringComparison.Ordinal))
                _lines.Add((number, line));
            isFenced ^= isFence;
            isAfterBlank = line.Length == 0 || (isAfterBlank && isIndented);
        }
    }

    /// <summary>Every page of the repository.</summary>
    public static IReadOnlyList<MarkdownPage> All { get; } =
        [.. Paths().Order(StringComparer.Ordinal).Select(path => new MarkdownPage(path, Repository.Read(path)))];

    /// <summary>Its path below the root of the repository, with forward slashes.</summary>
    public string Path { get; }

    /// <summary>Its paragraphs and list items, each without its marker: what is measured as prose.</summary>
    public IEnumerable<string> Paragraphs => _lines.Select(line => line.Text).Where(IsProse).Select(line => Marker().Replace(line, string.Empty).Trim());

    /// <summary>The cells of its tables. They are no sentences.</summary>
    public IEnumerable<string> Cells => _lines.Where(line => line.Text.StartsWith('|')).SelectMany(line => line.Text.Split('|')).Select(cell => cell.Trim());

    /// <summary>The lines that go on with the paragraph or list item of the line before.</summary>
    public IEnumerable<int> WrappedLines => _lines.Zip(_lines.Skip(1))
        .Where(pair => pair.Second.Number == pair.First.Number + 1 && IsProse(pair.First.Text) && IsProse(pair.Second.Text) && !Marker().IsMatch(pair.Second.Text))
        .Select(pair => pair.Second.Number);

    /// <summary>The targets of its links.</summary>
    public IEnumerable<string> Links => _lines.SelectMany(line => Link().Matches(InlineCode().Replace(line.Text, "code"))).Select(link => link.Groups["target"].Value);

    /// <summary>What stands in backticks.</summary>
    public IEnumerable<string> Codes => _lines.SelectMany(line => InlineCode().Matches(line.Text)).Select(code => code.Value.Trim('`'));

    /// <summary>The anchors of its headings.</summary>
    public IReadOnlyList<string> Anchors
    {
        get
        {
            List<string> anchors = [];
            foreach ((int _, string line) in _lines.Where(line => line.Text.StartsWith('#')))
            {
                string anchor = AnchorOf(line.TrimStart('#').Trim());
                int before = anchors.Count(each => each == anchor || Numbered().Replace(each, string.Empty) == anchor);
                anchors.Add(before == 0 ? anchor : $"{anchor}-{before}");
            }

            return anchors;
        }
    }

    /// <summary>A heading as GitHub makes an anchor of it: letters, digits, hyphens and underscores stay, and a space is a hyphen.</summary>
    public static string AnchorOf(string heading)
    {
        StringBuilder anchor = new();
        foreach (char each in heading)
            if (char.IsLetterOrDigit(each) || each is '-' or '_' or ' ')
                anchor.Append(each == ' ' ? '-' : char.ToLowerInvariant(each));
        return anchor.ToString();
    }

    private static bool IsProse(string line) => line.Trim().Length > 0 && line[0] is not ('#' or '|');

    private static IEnumerable<string> Paths() => Directory.EnumerateFiles(Repository.Path("."), "*.md")
        .Concat(Folders.Select(Repository.Path).Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories)))
        .Select(file => System.IO.Path.GetRelativePath(Repository.Path("."), file).Replace('\\', '/'))
        .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"));

    [GeneratedRegex(@"^\s*([-*>]|\d+\.)\s+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Marker();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]+`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"-\d+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Numbered();
}
