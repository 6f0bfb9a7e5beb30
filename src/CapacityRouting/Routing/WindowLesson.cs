using CapacityRouting.Abstractions;

namespace CapacityRouting.Routing;

/// <summary>The lesson of one length refusal about the model's context window. Immutable.</summary>
/// <param name="Tokens">The longest input that the model may take.</param>
/// <param name="IsGuess">Whether it was derived from the size of the refused request, in estimated tokens, and not from the text of the refusal.</param>
internal sealed record WindowLesson(long Tokens, bool IsGuess)
{
    // No current chat model has a smaller window: an odd refusal of a small request must not shut the route to every request.
    private const int LeastGuess = 2048;

    /// <param name="read">The figures of the refusal; null where no text was read, but the caller's own classifier called the request too long.</param>
    /// <param name="size">The estimated input of the refused request.</param>
    /// <returns>Null where bytes, the output or an unknown cause was to blame.</returns>
    public static WindowLesson? Of(WindowFigures? read, long size) => read switch
    {
        { Tokens: { } stated } => new(stated, IsGuess: false),
        null or { BlamesInput: true } => new(Math.Max(size - 1, LeastGuess), IsGuess: true),
        _ => null,
    };

    /// <summary>The largest window that is too small for the refused request; 0 where the input was not to blame, so that any window may do.</summary>
    /// <param name="read">As above.</param>
    /// <param name="known">The refusing route's window from its settings, else the estimated input of the request.</param>
    public static long TooSmall(WindowFigures? read, long known) => read switch
    {
        { Tokens: { } stated } => stated,
        null or { BlamesInput: true } => known,
        _ => 0,
    };
}
