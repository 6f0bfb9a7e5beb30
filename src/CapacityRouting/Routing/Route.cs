using CapacityRouting.Atomics;
using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Health;
using CapacityRouting.Telemetry;
using CapacityRouting.Time;
using Polly;

namespace CapacityRouting.Routing;

/// <summary>A route in operation: its capacity, its health and what it has learned. Only the front door knows the client behind it.</summary>
internal sealed class Route(int index, string name, Quota quota, RouteHealth health, RouteTraits traits)
{
    private readonly LearnedWindow _learned = new(traits.Timeouts.Clock);
    private RouteTraits _traits = traits;
    private int _repeats;

    public int Index => index;

    /// <summary>Its bit in a set of routes.</summary>
    public ulong Bit { get; } = 1UL << index;

    public string Name => name;

    public Quota Quota => quota;

    /// <summary>The name of the shared quota; null when it shares none.</summary>
    public string? QuotaName { get; init; }

    /// <summary>The quota that other routers may draw on too; null for none.</summary>
    public Quota? Shared => QuotaName is null ? null : quota.Parent ?? quota;

    /// <summary>Whether it has a quota of its own, perhaps with a shared parent.</summary>
    public bool OwnsQuota => QuotaName is null || quota.Parent is not null;

    public RouteHealth Health => health;

    /// <summary>The quota as it is now: statements of the provider are compared with it.</summary>
    public QuotaMark MarkQuota(long now) => quota.Mark(now);

    /// <summary>What its answers and refusals have shown of its model.</summary>
    public LearnedModel Model { get; } = new(traits.Timeouts.Clock);

    public RouteEstimates Estimates { get; init; } = new(index, name, RoutingEvents.None);

    /// <summary>Its usual times, and whether it has become slower.</summary>
    public RoutePace Pace { get; init; } = new(traits.Timeouts.Clock, name, RoutingEvents.None);

    public RouteTraits Traits => Atomic.VolatileRead(in _traits);

    /// <summary>The user's own pipeline around each send; null for none.</summary>
    public ResiliencePipeline? Pipeline => Traits.Pipeline;

    /// <summary>The longest input that it is known to take, in tokens: from the settings, else learned from a refusal; <see cref="long.MaxValue"/> while unknown.</summary>
    public long Window => Traits.MaxInputTokens ?? _learned.InForce?.Tokens ?? long.MaxValue;

    public void Change(RouteTraits traits) => Atomic.VolatileWrite(ref _traits, traits);

    /// <summary>
    /// The units that a request takes here. Output counts by its stated maximum where the provider charges it at admission, else by a learned quantile. A poll takes nothing.
    /// </summary>
    public CapacityUnits UnitsOf(RequestDemand demand)
    {
        if (demand.IsPollAt(this))
            return CapacityUnits.None;
        RouteTraits current = Traits;
        long stated = demand.MaxOutputTokens ?? long.MaxValue;
        long likely = Math.Min(Math.Min(stated, Estimates.LikelyOutputOf(demand)), current.MaxOutputTokens);
        long output = current.Profile.ReservesMaxOutputTokens && demand.MaxOutputTokens is not null ? Math.Min(stated, current.MaxOutputTokens) : likely;
        CapacityUnits tokens = CapacityUnits.OneRequest(Estimates.ChargeOf(Estimates.InputOf(demand), demand), output, current.Profile.OutputTokenWeight);
        return current.Priced(tokens, likely);
    }

    /// <summary>The tokens that the request is likely to use here, whatever the provider reserves.</summary>
    public long LikelyTokensOf(RequestDemand demand) => Estimates.InputOf(demand) + Math.Max(0, Math.Min(Estimates.LikelyOutputOf(demand), Math.Min(demand.MaxOutputTokens ?? long.MaxValue, Traits.MaxOutputTokens)));

    /// <summary>The fewest units that it can take: a guess at the output excludes no request.</summary>
    public CapacityUnits LeastUnitsOf(RequestDemand demand)
    {
        RouteTraits current = Traits;
        long output = current.Profile.ReservesMaxOutputTokens ? demand.MaxOutputTokens ?? 1 : 1;
        CapacityUnits tokens = CapacityUnits.OneRequest(
            Estimates.ChargeOf(Estimates.LeastInputOf(demand), demand), Math.Min(output, current.MaxOutputTokens), current.Profile.OutputTokenWeight);
        return current.Priced(tokens, likelyOutput: 1);
    }

    /// <summary>
    /// Whether the model's window holds the input. A window from settings or from the text of a refusal is in the model's own tokens, and excludes only inputs that are certainly
    /// longer. A window guessed from the size of a refused request is in estimated tokens, as that size was.
    /// </summary>
    public bool Holds(RequestDemand demand)
    {
        RouteTraits current = Traits;
        if (current.MaxInputTokens is { } set)
            return Estimates.LeastInputOf(demand) <= set;
        return _learned.InForce is not { } learned
            || (learned.IsGuess ? Estimates.InputOf(demand) : Estimates.LeastInputOf(demand)) <= learned.Tokens;
    }

    /// <summary>The time limits of an attempt here; the adaptive ones by the route's observed times.</summary>
    /// <param name="traits">The traits with which it began.</param>
    /// <param name="wishes">The wishes of the request.</param>
    /// <param name="kind">The answer that it waits for.</param>
    public AttemptTimes TimesOf(RouteTraits traits, RequestRouting? wishes, AnswerKind kind) => traits.Timeouts.Of(wishes, Pace.LimitsOf(kind, traits.Timeouts.Ceilings));

    /// <summary>The time limits of an attempt that has nowhere else to go: the adaptive ones at their upper bounds.</summary>
    public static AttemptTimes PatientTimesOf(RouteTraits traits, RequestRouting? wishes) => traits.Timeouts.Of(wishes, traits.Timeouts.Ceilings);

    /// <summary>Whether an attempt that has waited so long for its answer may be given up.</summary>
    public bool IsOverdue(AnswerKind kind, long waited, long now) => Pace.IsOverdue(kind, waited, now);

    /// <summary>Notes the longest pause of a stream.</summary>
    public void Paused(long ticks, bool isGivenUp, long now) => Pace.Paused(ticks, isGivenUp, now);

    /// <summary>Whether this is the first attempt in which the client repeated a request by itself.</summary>
    public bool IsFirstRepeat() => Atomic.VolatileRead(in _repeats) == 0 && Atomic.Exchange(ref _repeats, 1) == 0;

    public void LearnInput(RequestDemand demand, long tokens) => Estimates.LearnInput(demand, tokens);

    public void LearnOutput(RequestDemand demand, long tokens) => Estimates.LearnOutput(demand, tokens);

    /// <summary>Learns the window from a refusal of a request's length, unless the settings state it.</summary>
    /// <returns>Whether the known window has changed.</returns>
    public bool LearnWindow(RouteFailure refusal, RequestDemand demand, long now) =>
        Traits is { MaxInputTokens: null } current && WindowLesson.Of(refusal.Limits?.Window, Estimates.InputOf(demand)) is { } lesson && _learned.Learn(lesson, now);

    /// <summary>The largest window that a refusal here shows to be too small for the request; 0 when it shows none.</summary>
    public long TooSmallFor(RequestDemand demand, RouteFailure refusal)
    {
        if (refusal.Kind != FailureKind.ContextLengthExceeded)
            return 0;
        RouteTraits current = Traits;
        return WindowLesson.TooSmall(refusal.Limits?.Window, current.MaxInputTokens ?? Estimates.InputOf(demand));
    }

    /// <summary>Admits the request now if nothing stands in its way.</summary>
    /// <param name="demand">The request.</param>
    /// <param name="reserve">The share of its burst that every bucket must have left afterwards.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    /// <param name="admission">The admission.</param>
    public bool TryAdmit(RequestDemand demand, double reserve, long now, out Admission admission) =>
        TryPoll(demand, out admission) || TryAdmit(UnitsOf(demand), reserve, now, out admission);

    /// <summary>
    /// Admits a poll, which takes no capacity and so needs no room. Where the route is out of service it passes only as a probe, like any other request.
    /// </summary>
    public bool TryPoll(RequestDemand demand, out Admission admission)
    {
        bool passes = demand.IsPollAt(this) && !health.IsOut;
        admission = passes ? new(this, CapacityUnits.None, takenAt: 0, AdmissionKind.Poll) : default;
        return passes;
    }

    /// <summary>As the other overload, where the units of the request are known.</summary>
    public bool TryAdmit(in CapacityUnits units, double reserve, long now, out Admission admission, bool pastAdvice = false)
    {
        // Usually nothing is shut: then three reads are enough.
        bool shut = IsShut;
        if ((shut ? ShutFor(now) == 0 : IsCool(now)) && quota.TryLease(units, now, out Lease lease, reserve, pastAdvice))
        {
            admission = new(this, units, now, shut ? AdmissionKind.Probe : AdmissionKind.Ordinary);
            if (!shut || TryPass(now))
                return true;
            lease.Abandoned(now);
        }

        admission = default;
        return false;
    }

    /// <summary>Whether only probes pass. A call admitted in this state is a probe.</summary>
    public bool IsShut => quota.Availability.IsShut || health.IsShut;

    /// <summary>Whether a probe's answer has to flow for a while before its caller gets it.</summary>
    public bool BreaksAnswers => health.BreaksAnswers;

    /// <summary>Whether only a slow start that is advice holds calls up.</summary>
    public bool IsAdvised => quota.IsFull && !quota.IsFullFor(pastAdvice: true) && !IsShut;

    /// <summary>Notes a probe without a verdict: the next one may go at once.</summary>
    public void Undecided(long attemptStart, long now)
    {
        quota.Availability.Undecided(attemptStart, now);
        health.Undecided(attemptStart, now);
    }

    /// <summary>Ticks until the route and its quota are out of cooldown and lockout, and the circuit is not open.</summary>
    public long ShutFor(long now) => Math.Max(health.RemainingTicks(now), quota.Availability.RemainingTicks(now));

    /// <summary>True when a call may try the route now. A due probe goes to exactly one caller that gets true.</summary>
    public bool TryPass(long now) => health.TryPass(now) && quota.Availability.TryPass(now);

    private bool IsCool(long now) => quota.Availability.IsCool(now) && health.Cooldown.IsOver(now);

    /// <summary>
    /// The earliest time at which buckets, their reservations and health allow the request, after the waiters before it. <see cref="Clock.Never"/> from now means that the route
    /// stays shut until an operator opens it; no bucket is then asked.
    /// </summary>
    public long EarliestStart(RequestDemand demand, double reserve, long now, in CapacityUnits ahead = default, in CapacityUnits aheadInParent = default)
    {
        if (demand.IsPollAt(this) && !health.IsOut)
            return now;
        long shut = ShutFor(now);
        long open = now + shut;
        if (shut >= Clock.Never)
            return open;
        CapacityUnits units = UnitsOf(demand);
        long start = open + quota.WaitFor(units, open, reserve, ahead, aheadInParent);
        return start > now ? start : now + quota.ReservationWait(units, now);
    }
}
