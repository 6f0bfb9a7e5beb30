using System.Numerics;
using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Capacity;

/// <summary>Plays a schedule on a quota of one bucket and keeps what really happened, to be judged without the bucket's own arithmetic.</summary>
internal sealed class History
{
    private readonly RateLimit _limit;
    private readonly Quota _quota;
    private readonly List<Call> _calls = [];
    private int _turn;
    private long _now;

    public History(long limit, TimeSpan burst)
    {
        FakeTimeProvider time = new();
        _now = time.GetTimestamp();
        _quota = Quotas.Of(new() { TokensPerMinute = limit, Burst = burst }, time);
        _limit = _quota.Limits[0];
    }

    private Call[] UnderWay => [.. _calls.Where(call => call.Settled == int.MaxValue)];

    /// <summary>Plays it all, and ends by settling what is still under way as it was taken.</summary>
    /// <param name="together">How many calls may be under way at once.</param>
    /// <param name="exactUse">Whether every call uses what it took.</param>
    public History Play(ScheduleStep[] steps, int together = int.MaxValue, bool exactUse = false)
    {
        foreach (ScheduleStep step in steps)
        {
            _now += step.TicksOf(_limit);
            if (step.Kind == StepKind.Take && UnderWay.Length < together)
                Begin(step.UnitsOf(_limit));
            else if (step.Kind is StepKind.Settle or StepKind.Abandon && UnderWay is { Length: > 0 } calls)
                End(calls[step.Which % calls.Length], exactUse ? null : step.Kind == StepKind.Abandon ? 0 : step.UnitsOf(_limit));
        }

        Array.ForEach(UnderWay, call => End(call, used: null));
        return this;
    }

    public History Take(long units, long pause)
    {
        _now += pause;
        Assert.True(Begin(units));
        return this;
    }

    public History Settle(int call, long used)
    {
        End(_calls[call], used);
        return this;
    }

    /// <summary>
    /// Whether what was used of every window is at most the burst (or the largest request, that passes a full bucket), what flows
    /// in, and the given share of settlement differences. Every window that can be the worst begins and ends at a start.
    /// </summary>
    public void AssertNoWindowAbove(Func<Window, BigInteger> differences)
    {
        foreach (long from in _calls.Select(call => call.Start).Distinct())
            foreach (long to in _calls.Select(call => call.Start).Distinct().Where(to => to >= from))
            {
                Window window = new(_calls, from, to);
                BigInteger burst = BigInteger.Max(_limit.Burst, window.LargestTaken);

                // In units times window ticks. Taking may be a tick's flow early, and so may each rounded refund be.
                BigInteger most = ((burst + differences(window)) * _limit.WindowTicks) + ((BigInteger)(to - from) * _limit.Limit) + ((1 + _calls.Count) * (BigInteger)_limit.Limit);
                Assert.True(window.Used * _limit.WindowTicks <= most, $"{window.Used} units in {to - from} ticks, limit {_limit.Limit}, burst {_limit.Burst}.");
            }
    }

    /// <summary>What was used of the calls that started so long after the first.</summary>
    public BigInteger UsedAfter(long pause) => new Window(_calls, _calls[0].Start + pause, _calls[0].Start + pause).Used;

    private bool Begin(long units)
    {
        bool full = _quota.Level(_limit, _now) >= _limit.Burst;
        bool leased = _quota.TryLease(Quotas.Tokens(units), _now, out Lease lease);
        if (leased)
            _calls.Add(new(lease, _turn++, units) { FoundFull = full });
        return leased;
    }

    private void End(Call call, long? used)
    {
        call.Used = used ?? call.Taken;
        call.Settled = _turn++;
        call.Lease.Used(Quotas.Tokens(call.Used), _now);
    }

    internal sealed class Call(Lease lease, int began, long taken)
    {
        public Lease Lease = lease;

        public long Start { get; } = lease.Start;

        /// <summary>Its place in the order of all beginnings and ends.</summary>
        public int Began => began;

        /// <summary>All that was taken before it had flown back when it started.</summary>
        public bool FoundFull { get; init; }

        public int Settled { get; set; } = int.MaxValue;

        public long Taken { get; } = taken;

        public long Used { get; set; } = taken;
    }

    /// <summary>The calls that start between two times.</summary>
    internal sealed class Window(IReadOnlyList<Call> calls, long from, long to)
    {
        private readonly Call[] _inside = [.. calls.Where(call => call.Start >= from && call.Start <= to)];

        public BigInteger Used => Sum(_inside, call => call.Used);

        public BigInteger LargestTaken => _inside.Max(call => call.Taken);

        /// <summary>The largest difference between what a call inside took and what it used.</summary>
        public BigInteger OneDifference => _inside.Max(call => Math.Abs(call.Used - call.Taken));

        /// <summary>
        /// The refunds inside the window of calls under way at its begin, unless time had certainly given the units back, plus the excess use of calls
        /// inside before its settlement. Neither can be known in time.
        /// </summary>
        public BigInteger DifferencesUnderWay
        {
            get
            {
                int first = _inside.Min(call => call.Began);
                int last = _inside.Max(call => call.Began);
                return Sum(calls.Where(call => call.Began < first && call.Settled > first && call.Settled < last && !IsBackByTime(call)), call => Math.Max(0, call.Taken - call.Used))
                    + Sum(_inside.Where(call => call.Settled > last), call => Math.Max(0, call.Used - call.Taken));
            }
        }

        private bool IsBackByTime(Call call) =>
            calls.Any(later => later.FoundFull && later.Start > call.Start && later.Began > call.Began && later.Began < call.Settled);

        private static BigInteger Sum(IEnumerable<Call> calls, Func<Call, long> units) =>
            calls.Aggregate(BigInteger.Zero, (sum, call) => sum + units(call));
    }
}
