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
