using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CapacityRouting.Simulation.Tool.Tests.Tools;

/// <summary>A plot as the page says that it was drawn: where, and what is in it.</summary>
internal sealed partial record DrawnPlot(string Kind, int Left, int Top, int Width, int Height, IReadOnlyList<DrawnLine> Lines)
{
    public static IReadOnlyList<DrawnPlot> AllOf(string dom) => [.. Figure().Matches(dom).Select(Of)];

    /// <summary>How many pixels within the plot are of one of the colours.</summary>
    public int Count(Png picture, params IReadOnlyList<Colour> colours)
    {
        int count = 0;
        for (int y = Top; y < Top + Height; y++)
            for (int x = Left; x < Left + Width; x++)
                if (colours.Any(colour => colour.IsNear(picture[x, y])))
                    count++;
        return count;
    }

    private static DrawnPlot Of(Match figure)
    {
        int[] place = [.. figure.Groups["place"].Value.Split(' ').Select(int.Parse)];
        using JsonDocument lines = JsonDocument.Parse(WebUtility.HtmlDecode(figure.Groups["lines"].Value));
        return new(
            figure.Groups["kind"].Value, place[0], place[1], place[2], place[3],
            [.. lines.RootElement.EnumerateArray().Select(line => new DrawnLine(line.GetProperty("name").GetString()!, Colour.Parse(line.GetProperty("colour").GetString()!), line.GetProperty("points").GetInt32()))]);
    }

    [GeneratedRegex("<figure class=\"plot\" data-kind=\"(?<kind>\\w+)\"[^>]* data-place=\"(?<place>[^\"]+)\" data-lines=\"(?<lines>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Figure();
}
