using System.Xml.Linq;

namespace CapacityRouting.Tests.Settings.Schema;

/// <summary>What a setting means, in the words of its documentation: as plain text in one line.</summary>
internal static class SettingDescriptions
{
    private static readonly Dictionary<string, XElement> Summaries = XDocument.Load(Path.ChangeExtension(typeof(CapacityRoutingOptions).Assembly.Location, "xml"))
        .Descendants("member")
        .Where(member => member.Element("summary") is not null)
        .ToDictionary(member => (string)member.Attribute("name")!, member => member.Element("summary")!, StringComparer.Ordinal);

    public static string OfType(Type type) => Plain(Summaries[$"T:{type.FullName}"]);

    public static string OfProperty(Type type, string name) => Plain(Summaries[$"P:{type.FullName}.{name}"]);

    private static string Plain(XElement summary) =>
        string.Join(' ', string.Concat(summary.Nodes().Select(Plain)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    // A reference is shown by the last part of its name, without the parameters.
    private static string Plain(XNode node) => node switch
    {
        XElement { Name.LocalName: "see" } see => ((string?)see.Attribute("cref") ?? (string?)see.Attribute("langword"))!.Split('(')[0].Split('.')[^1],
        XElement element => string.Concat(element.Nodes().Select(Plain)),
        XText text => text.Value,
        _ => string.Empty,
    };
}
