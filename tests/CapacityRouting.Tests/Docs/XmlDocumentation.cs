using System.Text.RegularExpressions;
using System.Xml.Linq;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Docs;

/// <summary>The documentation comments of all packages, each with the line that it documents.</summary>
internal static partial class XmlDocumentation
{
    /// <summary>The comments by the name of their file, without its extension.</summary>
    public static ILookup<string, (XElement Comment, string Declaration)> ByFile { get; } = Directory
        .EnumerateFiles(Sources.PathOf("src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .SelectMany(file => In(File.ReadAllText(file)).Select(found => (Name: Path.GetFileNameWithoutExtension(file), Found: found)))
        .ToLookup(each => each.Name, each => each.Found, StringComparer.Ordinal);

    public static IEnumerable<string> Examples(IEnumerable<(XElement Comment, string Declaration)> comments) =>
        comments.SelectMany(each => each.Comment.Elements("example")).SelectMany(example => example.Elements("code")).Select(code => code.Value);

    private static IEnumerable<(XElement Comment, string Declaration)> In(string source) =>
        Comments().Matches(source).Select(match => (XElement.Parse($"<doc>{Slashes().Replace(match.Groups["comment"].Value, string.Empty)}</doc>"), match.Groups["declaration"].Value));

    [GeneratedRegex(@"(?<comment>(^[ \t]*///.*\n)+)([ \t]*\[.*\n)*(?<declaration>.*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comments();

    [GeneratedRegex("^[ \t]*/// ?", RegexOptions.Multiline, 1000)]
    private static partial Regex Slashes();
}
