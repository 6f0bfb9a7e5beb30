using System.Numerics;
using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Capacity;

/// <summary>
/// Plays calls on a quota and on an exact bucket of the provider's at once. The two begin apart; the answers tell the quota what the
/// provider had left when it admitted the call.
/// </summary>
internal sealed class ReconcilerHistory
{
    private readonly ManualTime _time = new();
    private readonly Quota _quota;
    private readonly RateLimit _limit;
    private readonly ExactBucket _provider;
    private readonly Queue<Call> _transit = [];
    private readonly List<Call> _waiting = [];
    private BigInteger _inTransit;
    private double? _slack;
    private long _refunded;
    private int _corrections;
    private int _steps;

    /// <param name="limit">The limit of both, whose buckets hold a minute.</param>
    /// <param name="oursTaken">What our bucket has less at the start, as a share of a thousand.</param>
    /// <param name="theirsTaken">What the provider's has less.</param>
    public ReconcilerHistory(long limit, int oursTaken, int theirsTaken)
    {
        _quota = Quotas.Of(new() { TokensPerMinute = limit, Burst = TimeSpan.FromMinutes(1) }, _time);
        _limit = _quota.Limits[0];
        _provider = new(_limit);
        _provider.Take((long)((Int128)limit * theirsTaken / 1_000), Now);
        Assert.True(_quota.TryLease(Quotas.Tokens((long)((Int128)limit * oursTaken / 1_000)), Now, out _));
    }

    private long Now => _time.GetTimestamp();

    /// <summary>Every call reaches the provider as it starts; what it did not use is given back on both sides at once.</summary>
    public ReconcilerHistory Play(ReconcilerStep[] steps)
    {
        foreach (ReconcilerStep step in steps)
        {
            _time.Advance(new TimeSpan(step.TicksOf(_limit)));
            if (step.Kind == ReconcilerStepKind.Take && Begin(step.UnitsOf(_limit.Limit)))
                Arrive();
            else if (step.Kind == ReconcilerStepKind.Answer && _waiting.Count > 0)
                Answer(step.Which, step.UnitsOf);

            // Once both agree they stay together, whatever is taken and given back.
            AssertNotAbove();
        }

        return this;
    }

    /// <summary>Calls reach the provider later, in the order in which they started, and use what they took.</summary>
    public void PlayWithDelays(ReconcilerStep[] steps)
    {
        foreach (ReconcilerStep step in steps)
        {
            _time.Advance(new TimeSpan(step.TicksOf(_limit)));
            if (step.Kind == ReconcilerStepKind.Take && CanCarry(step.UnitsOf(_limit.Limit)))
                Begin(step.UnitsOf(_limit.Limit));
            else if (step.Kind == ReconcilerStepKind.Arrive && _transit.Count > 0)
                Arrive();
            else if (step.Kind == ReconcilerStepKind.Answer && _waiting.Count > 0 && Answer(step.Which, units => units))
                AssertNotAbove();
        }
    }

    /// <summary>Whether one more call, answered at once, leaves both at the same level but for what whole numbers hide.</summary>
    public void AssertMeets()
    {
        while (_transit.Count > 0)
            Arrive();
        _time.Advance(TimeSpan.FromMinutes(1));
        if (!Begin(1))
            Assert.Fail("A minute fills every bucket that owes at most what it holds.");
        Arrive();
        Answer(_waiting.Count - 1, units => units);
        double theirs = (double)_provider.Level(Now) / _limit.WindowTicks;
        Assert.InRange(_quota.Level(_limit, Now), theirs - 2 - Rounding, theirs + 1 + Rounding);
    }

    private double Rounding => (_steps + 2) * _limit.UnitsIn(1);

    private bool CanCarry(long units) => _provider.Level(Now) - _inTransit >= (BigInteger)units * _limit.WindowTicks;

    private bool Begin(long units)
    {
        _steps++;
        if (!_quota.TryLease(Quotas.Tokens(units), Now, out Lease lease))
            return false;
        _transit.Enqueue(new(lease, units, Now, _quota.Mark(Now), _corrections, _refunded));
        _inTransit += (BigInteger)units * _limit.WindowTicks;
        return true;
    }

    /// <summary>The provider admits the call and counts it, or refuses it and does not; then the answer comes at once.</summary>
    private void Arrive()
    {
        Call call = _transit.Dequeue();
        BigInteger cost = (BigInteger)call.Units * _limit.WindowTicks;
        _inTransit -= cost;
        bool admitted = _provider.Level(Now) >= cost;
        if (admitted)
            _provider.Take(call.Units, Now);
        call.Admitted = Now;
        call.Left = (long)(_provider.Level(Now) / _limit.WindowTicks);
        _waiting.Add(call);
        if (admitted)
            return;
        _waiting.Remove(call);
        call.Lease.Used(CapacityUnits.RequestOnly, Now);
        Learn(call);
    }

    /// <returns>Whether no correction came since the call started, so that the answer has a measure of its own.</returns>
    private bool Answer(int which, Func<long, long> usedOf)
    {
        Call call = _waiting[which % _waiting.Count];
        _waiting.Remove(call);
        bool measured = Learn(call);
        long used = usedOf(call.Units);
        call.Lease.Used(Quotas.Tokens(used), Now);
        _provider.Take(used - call.Units, Now);
        _refunded += call.Units - used;
        return measured;
    }

    private bool Learn(Call call)
    {
        _steps++;
        bool measured = call.Corrections == _corrections;
        double before = _quota.Level(_limit, Now);
        _quota.Learn([new(_limit.Dimension, _limit.Limit, call.Left, IsWhole: true)], call.Mark, HeaderLimitUse.Tighten, Now);

        // Without a measure an answer promises nothing of its own; what the correcting one promised still holds.
        if (measured)
            _slack = _limit.UnitsIn(Now - call.Start + call.Admitted - call.Start) + (_refunded - call.Refunded);
        if (_quota.Level(_limit, Now) != before)
            _corrections++;
        return measured;
    }

    /// <summary>
    /// What is promised after an answer: the provider's level, what flowed in while the call was under way (twice until it was
    /// admitted) and what other calls gave back.
    /// </summary>
    private void AssertNotAbove()
    {
        if (_slack is not { } slack)
            return;
        double ours = _quota.Level(_limit, Now);
        double theirs = (double)(_provider.Level(Now) - _inTransit) / _limit.WindowTicks;
        Assert.True(ours <= theirs + slack + 1 + Rounding, $"Ours is at {ours}, theirs at {theirs}, slack {slack}.");
    }

    private sealed class Call(Lease lease, long units, long start, QuotaMark mark, int corrections, long refunded)
    {
        public Lease Lease = lease;

        public long Units => units;

        public long Start => start;

        public QuotaMark Mark => mark;

        /// <summary>How many corrections there had been when it started.</summary>
        public int Corrections => corrections;

        /// <summary>How much all calls had given back when it started.</summary>
        public long Refunded => refunded;

        public long Admitted { get; set; }

        public long Left { get; set; }
    }
}
