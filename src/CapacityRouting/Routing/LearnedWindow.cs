using CapacityRouting.Abstractions;
using CapacityRouting.Atomics;
using CapacityRouting.Time;

namespace CapacityRouting.Routing;

/// <summary>The context window learned from a route's refusals, until it expires.</summary>
internal sealed class LearnedWindow(Clock clock)
{
    // It expires: models change behind a name, and a window below the true one never meets the refusal that would correct it.
    private static readonly TimeSpan KnownFor = TimeSpan.FromHours(1);

    private Known? _known;

    /// <summary>The lesson in force; null while nothing is known. The clock is read only where a lesson exists.</summary>
    public WindowLesson? InForce => Atomic.VolatileRead(in _known) is { } known ? Unlapsed(known) : null;

    /// <summary>Learns from a lesson. The last stated figure counts, larger or smaller; a guess only makes an earlier guess smaller.</summary>
    /// <returns>Whether the known window has changed.</returns>
    public bool Learn(WindowLesson lesson, long now)
    {
        Known learned = new(lesson, now + clock.ToTicks(KnownFor));

        // Invariant: the swap replaces only the lesson that was compared, so the known window is that of the last lesson that counted.
        for (Known? before = Atomic.VolatileRead(in _known); Counts(lesson, before, now); before = Atomic.VolatileRead(in _known))
            if (Atomic.CompareAndSwap(ref _known, before, learned))
                return before is null || HasLapsed(before, now) || before.Lesson != lesson;
        return false;
    }

    private WindowLesson? Unlapsed(Known known)
    {
        if (!HasLapsed(known, clock.Now))
            return known.Lesson;
        Atomic.CompareAndSwap(ref _known, known, null);
        return null;
    }

    private static bool Counts(WindowLesson lesson, Known? before, long now) =>
        !lesson.IsGuess || before is null || HasLapsed(before, now) || (before.Lesson.IsGuess && lesson.Tokens < before.Lesson.Tokens);

    private static bool HasLapsed(Known known, long now) => now >= known.Until;

    private sealed record Known(WindowLesson Lesson, long Until);
}

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
