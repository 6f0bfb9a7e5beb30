using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Interleavings.Tools;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Interleavings;

/// <summary>A bucket of sixty units, as large as the provider's; each costs a tick. A call of ten is under way, and answered.</summary>
public sealed class ReconcilerInterleavings
{
    private const CapacityDimension Tokens = CapacityDimension.InputTokensPerMinute;
    private const CapacityDimension Requests = CapacityDimension.RequestsPerMinute;

    // A third one takes fifteen times as long.
    private static int Preemptions => Extent.IsLong ? 2 : 1;

    private static CapacityLimits Sixty => new() { InputTokensPerMinute = 60, Burst = TimeSpan.FromMinutes(1) };

    [Theory]
    [InlineData(20)]
    [InlineData(50)]
    [InlineData(55)]
    public void Learn_WhileAnotherTakes_LosesNoUnit(long remaining) => Explorer.Explore(() =>
    {
        Quota quota = FrozenTime.Quota(Sixty);
        Answer answer = Answer.To(quota, 10);
        return new(
            () => Assert.Equal(remaining - 7, Level(quota)),
            () => answer.Learn(remaining),
            () => Assert.True(Lease(quota, 7)));
    }, Preemptions);

    [Theory]
    [InlineData(45)]
    [InlineData(55)]
    public void Learn_WhileTwoTakeInTurn_LosesNoUnit(long remaining) => Explorer.Explore(() =>
    {
        Quota quota = FrozenTime.Quota(Sixty);
        Answer answer = Answer.To(quota, 10);
        return new(
            () => Assert.Equal(remaining - 5, Level(quota)),
            () => answer.Learn(remaining),
            () =>
            {
                Assert.True(Lease(quota, 3));
                Assert.True(Lease(quota, 2));
            });
    }, Preemptions);

    [Fact]
    public void Learn_UpwardWhileAnOlderLeaseIsSettled_GivesNothingTwice() => Explorer.Explore(() =>
    {
        Quota quota = FrozenTime.Quota(Sixty);
        Answer older = Answer.To(quota, 10);
        Answer answer = Answer.To(quota, 10);
        return new(
            () => Assert.Equal(55, Level(quota)),
            () => answer.Learn(55),
            () => older.Lease.Used(CapacityUnits.OneRequest(4, 0), 0));
    }, Preemptions);

    [Fact]
    public void Learn_DownwardWhileAnOlderLeaseIsSettled_GrantsTheRefundAtMost() => Explorer.Explore(() =>
    {
        Quota quota = FrozenTime.Quota(Sixty);
        Answer older = Answer.To(quota, 10);
        Answer answer = Answer.To(quota, 10);
        return new(
            () => Assert.True(Level(quota) is 20 or 26, $"The level is {Level(quota)}."),
            () => answer.Learn(20),
            () => older.Lease.Used(CapacityUnits.OneRequest(4, 0), 0));
    }, Preemptions);

    [Fact]
    public void Learn_WhileAnotherIsCharged_CountsTheCharge() => Explorer.Explore(() =>
    {
        Quota quota = FrozenTime.Quota(Sixty);
        Answer older = Answer.To(quota, 10);
        Answer answer = Answer.To(quota, 10);
        return new(
            () => Assert.Equal(20 - 5, Level(quota)),
            () => answer.Learn(20),
            () => older.Lease.Used(CapacityUnits.OneRequest(15, 0), 0));
    }, Preemptions);

    [Theory]
    [InlineData(30)]
    [InlineData(0)]
    public void Learn_TwoAnswersOfOneError_CorrectItOnce(long elsewhere) => Explorer.Explore(() =>
    {
        // Ten more were counted on our side only; elsewhere others took of the provider's.
        Quota quota = FrozenTime.Quota(Sixty);
        Assert.True(Lease(quota, 10));
        Answer first = Answer.To(quota, 10);
        Answer second = Answer.To(quota, 10);
        return new(
            () => Assert.Equal(40 - elsewhere, Level(quota)),
            () => first.Learn(50 - elsewhere),
            () => second.Learn(40 - elsewhere));
    }, Preemptions);

    [Theory]
    [InlineData(20)]
    [InlineData(50)]
    public void Mark_WhileACorrectionRuns_DoesNotCountItAsTaken(long remaining) => Explorer.Explore(() =>
    {
        Quota quota = FrozenTime.Quota(Sixty);
        Assert.True(Lease(quota, 5));
        Answer first = Answer.To(quota, 10);
        Answer? second = null;
        return new(
            () =>
            {
                second!.Learn(remaining - 5);
                Assert.Equal(remaining - 5, Level(quota));
            },
            () => first.Learn(remaining),
            () => second = Answer.To(quota, 5));
    }, Preemptions);

    [Fact]
    public void Learn_ALimitThatIsNew_CostsARacingTakeAtMostItsOwn() => Explorer.Explore(() =>
    {
        Quota quota = FrozenTime.Quota(new() { Burst = TimeSpan.FromMinutes(1) });
        Answer answer = Answer.To(quota, 10);
        return new(
            () => Assert.True(Level(quota) is 20 or 13, $"The level is {Level(quota)}."),
            () => Assert.True(answer.Learn(20)),
            () => Assert.True(Lease(quota, 7)));
    }, Preemptions);

    [Fact]
    public void Learn_WhileTheSettingsChange_BothCount() => Explorer.Explore(() =>
    {
        Quota quota = FrozenTime.Quota(new() { InputTokensPerMinute = 600, Burst = TimeSpan.FromMinutes(1) });
        Answer answer = Answer.To(quota, 10);
        return new(
            () =>
            {
                Assert.Equal([120, 60], quota.Limits.Select(limit => limit.Limit));
                Assert.Equal([LimitSource.Configured, LimitSource.Stated], quota.Limits.Select(limit => limit.Source));
                Assert.InRange(Level(quota), 0, 60);
            },
            () => answer.Learn(50),
            () => quota.Reconfigure(new() { InputTokensPerMinute = 600, RequestsPerMinute = 120, Burst = TimeSpan.FromMinutes(1) }, 0));
    }, preemptions: 2);

    [Fact]
    public void Learn_TwoAnswersWithALimitEach_AddBoth() => Explorer.Explore(() =>
    {
        Quota quota = FrozenTime.Quota(new());
        Answer first = Answer.To(quota, 10);
        Answer second = Answer.To(quota, 10);
        return new(
            () => Assert.Equal([(Requests, 60), (Tokens, 600)], quota.Limits.Select(limit => (limit.Dimension, limit.Limit))),
            () => Assert.True(first.Learn(new LimitReading(Requests, 60, 40, IsWhole: true))),
            () => Assert.True(second.Learn(new LimitReading(Tokens, 600, 400, IsWhole: true))));
    }, Preemptions);

    private static bool Lease(Quota quota, long tokens) => quota.TryLease(CapacityUnits.OneRequest(tokens, 0), 0, out _);

    private static double Level(Quota quota) => quota.Level(RateLimit.Find(quota.Limits, Tokens)!, 0);

    /// <summary>A call under way, marked as it started, and what its answer says.</summary>
    private sealed class Answer
    {
        private readonly Quota _quota;
        private readonly QuotaMark _mark;
        public Lease Lease;

        private Answer(Quota quota, long tokens)
        {
            _quota = quota;
            Assert.True(quota.TryLease(CapacityUnits.OneRequest(tokens, 0), 0, out Lease));
            _mark = quota.Mark(0);
        }

        public static Answer To(Quota quota, long tokens) => new(quota, tokens);

        public bool Learn(long remaining) => Learn(new LimitReading(Tokens, 60, remaining, IsWhole: true));

        public bool Learn(LimitReading reading) => _quota.Learn([reading], _mark, HeaderLimitUse.Tighten, 0);
    }
}
