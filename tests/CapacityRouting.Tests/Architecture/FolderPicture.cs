using System.Text;

namespace CapacityRouting.Tests.Architecture;

/// <summary>The picture of the folders in docs/design.md: an arrow leads to each folder that is used and that no other arrow leads to by a detour.</summary>
internal static class FolderPicture
{
    public const string Begin = "<!-- folders -->";
    public const string End = "<!-- /folders -->";

    public static string Draw()
    {
        StringBuilder text = new("```mermaid\nflowchart TD\n");
        HashSet<string> drawn = [];
        foreach (string folder in Folders.Order.Reverse())
            if (drawn.Add(folder) && Shown(folder).Length > 0)
                text.Append("    ").Append(Chain(folder, drawn)).Append('\n');
        return text.Append("```\n").ToString();
    }

    /// <summary>The page with the picture between its marks.</summary>
    public static string Put(string page, string picture)
    {
        int begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        return $"{page[..begin]}\n{picture}{page[page.IndexOf(End, StringComparison.Ordinal)..]}";
    }

    /// <summary>A folder and its arrows; where there is one arrow only, the line goes on with the folder that it leads to.</summary>
    private static string Chain(string folder, HashSet<string> drawn) => Shown(folder) switch
    {
        [] => Box(folder),
        [var next] when drawn.Add(next) => $"{Box(folder)} --> {Chain(next, drawn)}",
        var shown => $"{Box(folder)} --> {string.Join(" & ", shown.Select(Box))}",
    };

    private static string[] Shown(string folder)
    {
        string[] used = Folders.UsedBy(folder);
        return [.. used.Where(each => !used.Any(other => other != each && Reached(other).Contains(each)))];
    }

    private static HashSet<string> Reached(string folder)
    {
        HashSet<string> reached = [];
        Queue<string> open = new(Folders.UsedBy(folder));
        while (open.TryDequeue(out string? next))
            if (reached.Add(next))
                foreach (string used in Folders.UsedBy(next))
                    open.Enqueue(used);
        return reached;
    }

    private static string Box(string folder) => folder.Contains('/', StringComparison.Ordinal) ? $"{folder.Replace('/', '_')}[\"{folder}\"]" : folder;
}
