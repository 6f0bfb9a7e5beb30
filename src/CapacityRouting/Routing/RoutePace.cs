using CapacityRouting.Atomics;
using CapacityRouting.Telemetry;
using CapacityRouting.Time;

namespace CapacityRouting.Routing;

/// <summary>
/// The usual times of a route, and whether it has become slower than they are. A route that is slow while another one is several times faster loses its preference. It then comes after the
/// others, and a trial call now and then finds out when it is itself again.
/// </summary>
/// <remarks>Lock-free. A healthy route pays two reads in a decision. A lost race loses one sample.</remarks>
internal sealed class RoutePace(Clock clock, string route, RoutingEvents events)
{
    // Two late answers without one in time in between make a route suspect; as many in time as late ones clear it.
    private const int Suspicious = 2;
    private const int MostLate = 3;

    // Another route is several times faster. It has to be slower than this one before the preference comes back for that alone.
    private const int TimesFaster = 2;
    private const int RecentWeight = 4;

    private readonly PendingAnswers _pending = new();
    private readonly long _afterEnd = clock.ToTicks(TimeSpan.FromSeconds(1));
    private readonly long _afterTrial = clock.ToTicks(TimeSpan.FromSeconds(10));
    private readonly long _memory = clock.ToTicks(TimeSpan.FromMinutes(1));
    private long _slowSince = Clock.Never;
    private long _nextTrial;
    private long _wellBegan = long.MinValue;
    private long _recent;
    private long _recentAt;
    private int _late;

    /// <summary>Times from the start of an attempt to the first content of its stream.</summary>
    public LearnedTimes FirstContents { get; } = Times(clock, shortest: 5, longest: 60);

    /// <summary>Times of whole responses.</summary>
    public LearnedTimes Responses { get; } = Times(clock, shortest: 5, longest: 300);

    /// <summary>The longest pauses of streams.</summary>
    public LearnedTimes Pauses { get; } = Times(clock, shortest: 10, longest: 60);

    /// <summary>The learned limits of an attempt, and the given ones where there is nothing to learn.</summary>
    /// <remarks>The limits of a first answer are those of a slow route: whether it is slow is asked when they are over.</remarks>
    public AttemptTimes LimitsOf(AnswerKind kind, in AttemptTimes others) => kind.IsStreamed
        ? others with { FirstToken = FirstContents.LimitIfSlow(), Idle = Pauses.LimitFor() }
        : others with { Total = Responses.LimitIfSlow(kind.Tokens) };

    /// <summary>Whether an attempt that has waited so long for its answer may be given up.</summary>
    /// <remarks>A slow route has no time beyond the usual, once an answer is late by itself: a few long answers in one batch are no hang.</remarks>
    public bool IsOverdue(AnswerKind kind, long waited, long now) =>
        (IsSlow && (Atomic.VolatileRead(in _late) > 1 || _pending.Lateness(now, WellBegan) >= 1)) || waited >= (kind.IsStreamed ? FirstContents.LimitFor() : Responses.LimitFor(kind.Tokens));

    /// <summary>Notes the longest pause of a stream.</summary>
    public void Paused(long ticks, bool isGivenUp, long now)
    {
        if (isGivenUp)
            Pauses.GivenUp(ticks, now);
        else
            Pauses.Observe(ticks);
    }

    /// <summary>Whether it has lost its preference.</summary>
    public bool IsSlow => Atomic.VolatileRead(in _slowSince) < Clock.Never;

    /// <summary>Ticks since it lost its preference; zero when it has it.</summary>
    public long SlowFor(long now) => Atomic.VolatileRead(in _slowSince) is var since && since < Clock.Never ? Math.Max(1, now - since) : 0;

    /// <summary>Whether it is worth a closer look. False for a healthy route.</summary>
    public bool MayBeSlow(long now) => Atomic.VolatileRead(in _late) != 0 || _pending.MayBeLate(now);

    /// <summary>Whether it has become several times slower than it usually is: by the answers that came late, and by those that are overdue.</summary>
    public bool IsSuspect(long now) =>
        MayBeSlow(now) && (IsSlow || (PendingAnswers.WeightOfLate * Atomic.VolatileRead(in _late)) + _pending.LateWeight(now, WellBegan) >= PendingAnswers.WeightOfLate * Suspicious);

    /// <summary>Whether one call may try whether it is itself again.</summary>
    public bool IsTrialDue(long now) => IsSlow && Atomic.VolatileRead(in _nextTrial) <= now;

    /// <summary>Whether another route is several times faster by its recent times. A route without recent times counts as fast until it shows otherwise.</summary>
    public bool IsSlowerThan(RoutePace other, long now)
    {
        if (other.IsSuspect(now))
            return false;
        double overdue = Math.Min(FirstContents.LateAfter(), Responses.LateAfter()) * Math.Max(1, _pending.Lateness(now, WellBegan));
        return other.RecentAt(now) * (IsSlow ? 1 : TimesFaster) < Math.Max(Atomic.VolatileRead(in _recent), overdue);
    }

    /// <summary>Takes its preference away.</summary>
    public void Lose(long now)
    {
        if (!Atomic.CompareAndSwap(ref _slowSince, Clock.Never, now))
            return;
        Atomic.CompareAndSwap(ref _late, 0, 1);
        Atomic.VolatileWrite(ref _nextTrial, now + _afterTrial);
        events.Tell(RoutingEvent.RouteSlow(route));
    }

    /// <summary>Gives its preference back.</summary>
    public void Regain()
    {
        if (IsSlow && Atomic.Exchange(ref _slowSince, Clock.Never) < Clock.Never)
            events.Tell(RoutingEvent.RouteRecovered(route));
    }

    /// <summary>Notes an attempt that begins. Its end, or a while without one, makes the next trial due.</summary>
    /// <returns>The place at which the attempt is watched.</returns>
    public byte Began(LearnedTimes times, long now, long tokens)
    {
        if (IsSlow)
            Atomic.VolatileWrite(ref _nextTrial, now + _afterTrial);
        return times.LateAfter(tokens) is var late && late < Clock.Never ? _pending.Add(now, now + late) : PendingAnswers.Unwatched;
    }

    /// <summary>Notes an answer that came. A late one does not teach while another route is preferred: a brown-out must not become the usual.</summary>
    public void Answered(LearnedTimes times, byte place, long began, long now, long tokens)
    {
        _pending.Remove(place);
        long late = times.LateAfter(tokens);
        NoteRecent(LearnedTimes.Standard(now - began, tokens), now);
        if (now - began > late)
            IsLate(now);
        else
            IsWell(began, now);
        if (now - began <= late || !IsSlow)
            times.Observe(now - began, tokens);
    }

    /// <summary>Notes an attempt that ended without an answer, however it ended.</summary>
    /// <param name="times">The times of its kind.</param>
    /// <param name="place">Where it was watched.</param>
    /// <param name="began">When it began.</param>
    /// <param name="now">When it ended.</param>
    /// <param name="tokens">Its expected output.</param>
    /// <param name="ranOut">Whether its time ran out.</param>
    public void Left(LearnedTimes times, byte place, long began, long now, long tokens, bool ranOut)
    {
        _pending.Remove(place);
        bool isLate = now - began >= times.LateAfter(tokens);
        if (ranOut && !IsSlow)
            times.GivenUp(now - began, now, tokens);
        if (isLate)
            NoteRecent(LearnedTimes.Standard(now - began, tokens), now);
        if (isLate)
            IsLate(now);
        else if (IsSlow)
            Atomic.VolatileWrite(ref _nextTrial, now + _afterEnd);
    }

    /// <summary>When the last of the answers began that came in time.</summary>
    private long WellBegan => Atomic.VolatileRead(in _wellBegan);

    private long RecentAt(long now) => now - Atomic.VolatileRead(in _recentAt) <= _memory ? Atomic.VolatileRead(in _recent) : 0;

    private void NoteRecent(long time, long now)
    {
        long recent = RecentAt(now);
        Atomic.VolatileWrite(ref _recent, recent == 0 ? time : recent + ((time - recent) / RecentWeight));
        Atomic.VolatileWrite(ref _recentAt, now);
    }

    private void IsLate(long now)
    {
        if (Atomic.VolatileRead(in _late) is var late && late < MostLate)
            Atomic.CompareAndSwap(ref _late, late, late + 1);
        if (!IsSlow)
            return;
        Atomic.VolatileWrite(ref _nextTrial, now + _afterEnd);
        if (SlowFor(now) > clock.TicksPerHour)
            AcceptAsUsual();
    }

    private void IsWell(long began, long now)
    {
        if (began > WellBegan)
            Atomic.VolatileWrite(ref _wellBegan, began);
        int late = Atomic.VolatileRead(in _late);
        if (late == 0)
            return;
        Atomic.CompareAndSwap(ref _late, late, late - 1);
        Atomic.VolatileWrite(ref _nextTrial, now);
        if (late == 1)
            Regain();
    }

    /// <summary>After an hour a route is no longer slow: it is as it is, and its usual times are learned anew.</summary>
    private void AcceptAsUsual()
    {
        FirstContents.Forget();
        Responses.Forget();
        Atomic.VolatileWrite(ref _late, 0);
        Regain();
    }

    private static LearnedTimes Times(Clock clock, int shortest, int longest) =>
        new(clock.ToTicks(TimeSpan.FromSeconds(shortest)), clock.ToTicks(TimeSpan.FromSeconds(longest)), leastLate: clock.ToTicks(TimeSpan.FromSeconds(1)));
}
