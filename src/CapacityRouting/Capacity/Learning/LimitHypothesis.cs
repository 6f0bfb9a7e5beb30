using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Time;

namespace CapacityRouting.Capacity.Learning;

/// <summary>
/// One hypothesis about one limit: it is lower than believed. Dense refusals propose it, the calls that the provider lets in meanwhile measure it, and the refusals
/// that follow test it.
/// </summary>
/// <remarks>
/// A refusal that the limit causes becomes rare once the lower limit holds. A stray refusal, from a neighbor's burst or a busy model, comes as often as before: then the hypothesis
/// is refuted, the limit is as it was, and the next proposal needs twice the evidence. Not thread-safe: the learner holds a lock.
/// </remarks>
internal sealed class LimitHypothesis(CapacityDimension dimension, QuotaLimits limits, UsedUnits used, Clock clock)
{
    // A refusal that names the limit, or states what is left, is evidence of it alone.
    private const int FewestNamed = 2;
    private const int FewestOthers = 3;
    private const int MostOthers = 48;

    // In calls for each refusal. Rarer refusals cost less than a wrong estimate does. Those that name the limit may be rarer.
    private const int Dense = 30;
    private const int DenseNamed = 10 * Dense;

    // A proposal that hardly differs from what is believed could not be tested.
    private const double MostOfBelief = 0.9;

    // A proposal divides by no more, so that a limit a thousandfold lower needs evidence three times.
    private const double LargestStep = 16;

    // Refusals must become rarer by half. Two of them tell, as the rate is held meanwhile.
    private const int Rarer = 2;
    private const int FewestInTest = 2;

    // A shorter time measures the chance of a few calls.
    private static readonly TimeSpan ShortestNamed = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);

    /// <summary>The time within which one refusal belongs to the one before.</summary>
    public static TimeSpan Memory { get; } = TimeSpan.FromMinutes(2);

    private Baseline _since;
    private long _stepCalls;
    private long _testedCalls;
    private int _testedRefusals;
    private long _lastAt = -Clock.Never;
    private int _refusals;
    private int _refusalsInAll;
    private int _naming;
    private int _needed = FewestOthers;
    private Stage _stage;

    private enum Stage
    {
        Gathering,
        Testing,
        Confirmed,
    }

    /// <summary>Notes a refusal that the believed limit does not explain. One of a call sent before the last refusal adds no information.</summary>
    /// <returns>How far the stated wait is believed to tell the level.</returns>
    public Credence Contradicted(Refusal refusal, long now)
    {
        if (refusal.StartedAt < _lastAt)
            return Credence.None;
        bool isFresh = now - _lastAt <= clock.ToTicks(Memory);
        _lastAt = now;
        used.CountUntil(now + clock.ToTicks(Memory));
        if (limits.EstimateOf(dimension) is null)
            _stage = Stage.Gathering;
        if ((IsOfALimit(refusal) && limits.StepBack(dimension, now)) || !isFresh)
            BeginWith(refusal, now);
        else if (_stage == Stage.Testing)
            return Test(refusal, now);
        else if (IsEnoughWith(refusal, now))
            return _stage == Stage.Confirmed && refusal.Remaining is null && AreAsDense ? Refute(refusal, now) : Propose(refusal, now);
        else if (_refusals > 1 && CallsSince <= (long)Dense * _refusals && limits.StepBack(dimension, now))
            BeginWith(refusal, now);
        return _stage == Stage.Confirmed ? Credence.Full : Credence.None;
    }

    private long CallsSince => used.Of(UnitKind.Requests) - _since.Calls;

    private void BeginWith(Refusal refusal, long now)
    {
        (_refusals, _refusalsInAll) = (1, 1);
        _naming = IsOfALimit(refusal) ? 1 : 0;
        _stepCalls = used.Of(UnitKind.Requests);
        _since = new(now, used.Of(UnitKind.Requests), used.Of(RateLimit.KindOf(dimension)), refusal);
    }

    private static bool IsOfALimit(Refusal refusal) => refusal.Dimension is not null || refusal.Remaining is not null;

    private bool IsEnoughWith(Refusal refusal, long now)
    {
        _refusals++;
        _refusalsInAll++;
        _naming += IsOfALimit(refusal) ? 1 : 0;
        bool areNaming = _naming >= FewestNamed * (_needed / FewestOthers);
        if (used.Of(UnitKind.Requests) - _stepCalls > (long)(areNaming ? DenseNamed : Dense) * _refusals)
            BeginWith(refusal, now);
        return (areNaming || _refusals >= _needed) && now - _since.At >= clock.ToTicks(areNaming ? ShortestNamed : Shortest);
    }

    /// <summary>Puts the measured rate in force. A rate that had to be bounded does not limit yet, so that it cannot be tested: it is a step on the way.</summary>
    private Credence Propose(Refusal refusal, long now)
    {
        double measured = Math.Max(1, Measured(refusal, now));
        double believed = limits.BelievedRate(dimension);
        double least = believed / LargestStep;
        if (limits.BearOut(dimension, now) || (believed > 0 && measured > MostOfBelief * believed))
        {
            BeginWith(refusal, now);
            return Credence.None;
        }

        limits.Estimate(dimension, RateEstimate.Of(Math.Max(measured, least), now, new(_refusalsInAll, CallsSince), limits.EstimateOf(dimension)), now);
        (_testedCalls, _testedRefusals) = (Math.Max(1, CallsSince), _refusalsInAll);
        bool isBounded = measured < least;
        if (!isBounded)
            BeginWith(refusal, now);

        // What was measured before a step that was bounded is measured on.
        (_refusals, _naming, _stepCalls) = (0, 0, used.Of(UnitKind.Requests));
        _stage = isBounded ? Stage.Gathering : refusal.Remaining is null ? Stage.Testing : Stage.Confirmed;
        return isBounded ? Credence.None : Credence.Full;
    }

    /// <summary>Tests the rate in force: has it made refusals rarer?</summary>
    private Credence Test(Refusal refusal, long now)
    {
        if (CallsSince > Rarer * _testedCalls)
        {
            (_stage, _needed) = (Stage.Confirmed, FewestOthers);
            BeginWith(refusal, now);
            return Credence.Full;
        }

        return ++_refusals >= FewestInTest && AreAsDense ? Refute(refusal, now) : Credence.Partial;
    }

    /// <summary>Whether the lower rate has not made refusals rarer by half. What is accepted while the rate is held is no measure of another one, so that nothing lower is proposed then.</summary>
    private bool AreAsDense => CallsSince * _testedRefusals <= Rarer * _testedCalls * _refusals;

    private Credence Refute(Refusal refusal, long now)
    {
        (_stage, _needed) = (Stage.Gathering, Math.Min(2 * _needed, MostOthers));
        limits.Estimate(dimension, estimate: null, now);
        BeginWith(refusal, now);
        return Credence.None;
    }

    /// <summary>
    /// The rate that the provider let through between two refusals, in units per window: <c>(A + l2 - l1) / ((t2 - t1) + (w2 - w1))</c>. A is the units used in between, l
    /// what was left at each refusal, or else what each asked for, t their times, and w the waits that they stated. It is never less than A / (t2 - t1), unless they state what is left.
    /// </summary>
    private double Measured(Refusal last, long now)
    {
        long elapsed = Math.Max(1, now - _since.At);
        double accepted = used.Of(RateLimit.KindOf(dimension)) - _since.Used;
        double window = clock.TicksPerMinute;
        Refusal first = _since.Refusal;
        if (first.Remaining is { } before && last.Remaining is { } after)
            return (accepted + after - before) / elapsed * window;
        long waited = first.Wait is { } one && last.Wait is { } other ? other - one : 0;
        double more = first.Wait is null || last.Wait is null ? 0 : last.Asked.Of(RateLimit.KindOf(dimension)) - first.Asked.Of(RateLimit.KindOf(dimension));
        return Math.Max(accepted / elapsed, elapsed + waited > 0 ? (accepted + more) / (elapsed + waited) : 0) * window;
    }

    /// <summary>What is counted when the evidence begins.</summary>
    private readonly record struct Baseline(long At, long Calls, long Used, Refusal Refusal);
}

/// <summary>How far the wait that a refusal states is believed to tell the level of a bucket.</summary>
internal enum Credence
{
    /// <summary>Not at all: the refusal may have any cause.</summary>
    None,

    /// <summary>By a call or two: the rate is being tested, and a stray refusal must not empty the bucket.</summary>
    Partial,

    /// <summary>In full.</summary>
    Full,
}
