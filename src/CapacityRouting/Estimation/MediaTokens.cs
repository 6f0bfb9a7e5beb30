using Microsoft.Extensions.AI;

namespace CapacityRouting.Estimation;

/// <summary>
/// The tokens of media. An image is priced by its detail and its size, as OpenAI documents it for its 4o models; other providers' prices are
/// similar. All other media, and an image of unknown size, count as an image of 1024 x 1024.
/// </summary>
internal static class MediaTokens
{
    private const int OfAnyImage = 85;
    private const int OfTile = 170;
    private const int TileSide = 512;

    // An image is scaled down to fit a square, then its shorter side is scaled down. It is never enlarged.
    private const double LongestSide = 2048;
    private const double LongestShortSide = 768;

    private const int OfUnknownSize = 765;

    public static long Of(AIContent content)
    {
        bool isImage = content is DataContent data ? data.HasTopLevelMediaType("image") : content is UriContent uri && uri.HasTopLevelMediaType("image");
        if (!isImage)
            return OfUnknownSize;
        if (IsLowDetail(content))
            return OfAnyImage;
        return content is DataContent image && ImageSize.Read(image.Data.Span) is { } size ? OfSize(size.Width, size.Height) : OfUnknownSize;
    }

    private static long OfSize(double width, double height)
    {
        double scale = Math.Min(1, LongestSide / Math.Max(width, height));
        scale = Math.Min(scale, LongestShortSide / Math.Min(width, height));
        return OfAnyImage + (OfTile * TilesOf(width * scale) * TilesOf(height * scale));
    }

    // Rounded first: a side scaled to a whole number of tiles must not cost one more through a rounding error.
    private static long TilesOf(double side) => (long)Math.Ceiling(Math.Round(side) / TileSide);

    /// <summary>Whether the detail is low, read where OpenAI's SDK adapters look for it: a text, or a value with that text.</summary>
    private static bool IsLowDetail(AIContent content)
    {
        object? detail = null;
        content.AdditionalProperties?.TryGetValue("detail", out detail);
        return string.Equals(detail as string ?? detail?.ToString(), "low", StringComparison.OrdinalIgnoreCase);
    }
}
