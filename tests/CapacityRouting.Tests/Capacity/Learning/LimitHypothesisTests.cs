using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Learning;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Capacity.Learning;

/// <summary>
/// A quota beside a provider of its own: a bucket of whole minutes, written anew here in plain arithmetic, and refusals that nothing causes.
/// The quota gets a call every so often, and sends it where it has room.
/// </summary>
public sealed class LimitHypothesisTests
{
    private const long Second = TimeSpan.TicksPerSecond;
    private const CapacityDimension Requests = CapacityDimension.RequestsPerMinute;

    [Theory]
    [InlineData(600, 300, 8)]
    [InlineData(600, 300, 30)]
    [InlineData(3_000, 300, 8)]
    [InlineData(1_000_000, 300, 8)]
    [InlineData(null, 300, 8)]
    public void Refusals_OfALowerLimit_TeachIt(int? believed, int limit, double callsASecond)
    {
        Trial trial = new(believed) { Limit = limit };

        trial.Run(callsASecond, seconds: 120);

        Assert.InRange(trial.Learned!.Value, 0.95 * limit, 1.3 * limit);
        Assert.InRange(trial.RefusedOf(last: 300), 0, 15);
    }

    [Theory]
    [InlineData(0.01, 4)]
    [InlineData(0.01, 40)]
    [InlineData(0.05, 4)]
    [InlineData(0.05, 40)]
    [InlineData(0.1, 4)]
    [InlineData(0.1, 40)]
    public void Refusals_ThatTheLimitDoesNotCause_CostNoThroughput(double strays, double callsASecond)
    {
        foreach (int? believed in (int?[])[1_000_000, 6_000, null])
        {
            Trial[] trials = [.. Enumerable.Range(1, 10).Select(seed => new Trial(believed, seed) { Strays = strays })];
            foreach (Trial trial in trials)
                trial.Run(callsASecond, seconds: 180);

            Assert.InRange(trials.Sum(trial => trial.Served) / (double)trials.Sum(trial => trial.Calls), 1 - (2 * strays), 1);
        }
    }

    [Fact]
    public void Strays_WhenDemandRisesTenfold_AreStillStrays()
    {
        Trial trial = new(1_000_000) { Strays = 0.1 };
        trial.Run(4, seconds: 120);
        (long served, long calls) = (trial.Served, trial.Calls);

        trial.Run(40, seconds: 60);

        Assert.InRange((trial.Served - served) / (double)(trial.Calls - calls), 0.8, 1);
    }

    [Fact]
    public void Limit_ThatDoubles_IsFoundWithinFiveMinutes()
    {
        Trial trial = new(1_200) { Limit = 300 };
        trial.Run(18, seconds: 300);
        Assert.InRange(trial.Learned!.Value, 285, 390);

        trial.Limit = 600;
        trial.Run(18, seconds: 300);

        Assert.InRange(trial.Learned!.Value, 570, 800);
    }

    /// <summary>A provider that counts in whole minutes refuses for the rest of one: rarely, and the minute is used to the end.</summary>
    [Fact]
    public void Refusals_OncePerMinute_AreTooRareToTeachARate()
    {
        Trial trial = new(600);

        for (int minute = 0; minute < 5; minute++)
        {
            trial.Run(8, seconds: 37);
            trial.Refuse(wait: 23);
            trial.Pause(23);
        }

        Assert.Null(trial.Learned);
    }

    [Fact]
    public void Refusals_OfOneMoment_AreOneRefusal()
    {
        Trial trial = new(600);
        trial.Run(8, seconds: 10);

        for (int refusal = 0; refusal < 50; refusal++)
            trial.Refuse(wait: 1);

        Assert.Null(trial.Learned);
    }

    /// <summary>A quota, the provider's truth, and a call now and then. A stated wait is kept, as the cooldown would.</summary>
    private sealed class Trial(int? believed, int seed = 5)
    {
        private readonly ManualTime _time = new();
        private readonly Random _chance = new(seed);
        private readonly List<bool> _refused = [];
        private Quota? _quota;
        private double _level = 1;
        private long _levelAt;
        private long _until = long.MinValue;

        public long Limit { get; set; } = long.MaxValue / 4;

        public double Strays { get; init; }

        public long Served { get; private set; }

        public long Calls { get; private set; }

        private Quota Quota => _quota ??= new(new() { RequestsPerMinute = believed }, new(_time), new(1), LearningQuota.Whole);

        public long? Learned => (long?)Quota.Limits.SingleOrDefault()?.Terms.Estimate?.Rate;

        public int RefusedOf(int last) => _refused.TakeLast(last).Count(refused => refused);

        public void Pause(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

        public void Run(double callsASecond, int seconds)
        {
            for (int call = 0; call < callsASecond * seconds; call++)
            {
                Call();
                Pause(1 / callsASecond);
            }
        }

        public void Refuse(int wait) => Quota.Refused(new(CapacityUnits.OneRequest(10, 10), Now) { Wait = wait * Second }, Now);

        private long Now => _time.GetTimestamp();

        private void Call()
        {
            Calls++;
            if (Now < _until || !Quota.TryLease(CapacityUnits.OneRequest(10, 10), Now, out Lease lease))
                return;
            bool isRefused = _chance.NextDouble() < Strays || !TryServe();
            _refused.Add(isRefused);
            Served += isRefused ? 0 : 1;
            lease.Used(isRefused ? CapacityUnits.None : CapacityUnits.OneRequest(10, 10), Now);
            if (!isRefused)
                return;
            long? wait = _level < 1 ? (long)((1 - _level) * 60 / Limit * Second) : null;
            Quota.Refused(new(CapacityUnits.OneRequest(10, 10), Now) { Wait = wait }, Now);
            _until = Now + (wait ?? 0);
        }

        private bool TryServe()
        {
            // The provider's bucket holds a tenth of a minute, and is nearly empty at first.
            _level = Math.Min(Limit / 10d, _level + ((Now - _levelAt) / (double)Second * Limit / 60));
            _levelAt = Now;
            if (_level < 1)
                return false;
            _level--;
            return true;
        }
    }
}
