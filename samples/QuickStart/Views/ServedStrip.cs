namespace QuickStart.Views;

/// <summary>The routes that served lately: one block a call, oldest first, in the color of its route's name.</summary>
internal static class ServedStrip
{
    private static readonly string[] Colors = ["green", "darkorange", "deepskyblue1", "magenta1"];

    public static string ColorOf(int route) => Colors[route % Colors.Length];

    public static string Of(IEnumerable<string> served, IReadOnlyList<string> routes) =>
        string.Concat(served.Select(name => $"[{ColorOf(IndexOf(name, routes))}]▪[/]"));

    private static int IndexOf(string name, IReadOnlyList<string> routes) =>
        Enumerable.Range(0, routes.Count).First(i => string.Equals(routes[i], name, StringComparison.Ordinal));
}
