using CapacityRouting.Atomics;
using CapacityRouting.Time;

namespace CapacityRouting.Routing;

/// <summary>The window that a route's refusals have taught, for as long as it counts.</summary>
internal sealed class LearnedWindow(Clock clock)
{
    // Models change behind a name, and a window below the true one never meets the refusal that would correct it.
    private static readonly TimeSpan KnownFor = TimeSpan.FromHours(1);

    private Known? _known;

    /// <summary>Null while nothing is known. The clock is read only where something is.</summary>
    public WindowLesson? InForce => Atomic.VolatileRead(in _known) is { } known ? Unlapsed(known) : null;

    /// <summary>Takes over a lesson: the last figure that was stated counts, be it larger or smaller; a guess only makes another guess smaller.</summary>
    /// <returns>Whether what is known is another window now.</returns>
    public bool Learn(WindowLesson lesson, long now)
    {
        Known learned = new(lesson, now + clock.ToTicks(KnownFor));

        // Invariant: what is known follows from one lesson, the last that counted.
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
