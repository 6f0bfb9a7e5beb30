using System.Reflection;

namespace CapacityRouting.Simulation.Tool.Report;

/// <summary>The files of the page, which are embedded in this program.</summary>
internal static class PageFiles
{
    public static string Template => Read("Page/page.html");

    public static string Styles => Read("uPlot/uPlot.min.css") + Read("Page/page.css");

    public static string Plotter => Read("uPlot/uPlot.iife.min.js");

    public static string Script => Read("Page/page.js");

    public static string PlotterLicense => Read("uPlot/LICENSE");

    /// <summary>Replaces each name in double braces in the template by its value. Values are not searched for names.</summary>
    public static string Fill(string template, IReadOnlyDictionary<string, string> values)
    {
        string[] parts = template.Split("{{");
        IEnumerable<string> filled = parts.Skip(1).Select(part => part.Split("}}", 2) is [var name, var rest] ? values[name] + rest : part);
        return string.Concat(filled.Prepend(parts[0]));
    }

    private static string Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"'{name}' is missing from this program.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
