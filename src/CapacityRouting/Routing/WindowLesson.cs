using CapacityRouting.Abstractions;

namespace CapacityRouting.Routing;

/// <summary>What one refusal of a request's length teaches of the model's window. Immutable.</summary>
/// <param name="Tokens">The longest input that it may take.</param>
/// <param name="IsGuess">Whether it was taken from the size of the refused request, in estimated tokens, and not from the refusal's own words.</param>
internal sealed record WindowLesson(long Tokens, bool IsGuess)
{
    // No chat model of today has a smaller window: an odd refusal of a small request must not shut the route to all of them.
    private const int LeastGuess = 2048;

    /// <param name="read">What the refusal says; null where nobody read it, but the caller's own classifier called the request too long.</param>
    /// <param name="size">The estimated input of the refused request.</param>
    /// <returns>Null where bytes, the output, or who knows what was to blame.</returns>
    public static WindowLesson? Of(WindowFigures? read, long size) => read switch
    {
        { Tokens: { } stated } => new(stated, IsGuess: false),
        null or { BlamesInput: true } => new(Math.Max(size - 1, LeastGuess), IsGuess: true),
        _ => null,
    };

    /// <summary>The largest window that is too small for the refused request; 0 where any may be large enough, for it was not the input.</summary>
    /// <param name="read">As above.</param>
    /// <param name="known">The refusing route's window as its settings state it, else the estimated input of the request.</param>
    public static long TooSmall(WindowFigures? read, long known) => read switch
    {
        { Tokens: { } stated } => stated,
        null or { BlamesInput: true } => known,
        _ => 0,
    };
}
