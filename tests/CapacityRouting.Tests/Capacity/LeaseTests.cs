using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Capacity;

public sealed class LeaseTests
{
    private readonly ManualTime _time = new();
    private readonly Quota _quota;
    private Lease _lease;

    public LeaseTests()
    {
        _quota = Quotas.Of(new() { RequestsPerMinute = 60, TokensPerMinute = 600, MaxConcurrentRequests = 3 }, _time);
        Assert.True(_quota.TryLease(CapacityUnits.OneRequest(30, 20), Now, out _lease));
    }

    private long Now => _time.GetTimestamp();

    [Fact]
    public void Taken_WhileUnderWay_CountsAgainstEveryDimension()
    {
        Assert.Equal(CapacityUnits.OneRequest(30, 20), _lease.Taken);
        AssertLeft(requests: 9, tokens: 50, inFlight: 1);
    }

    [Fact]
    public void Used_ByAVerdict_CountsWhatWasUsed()
    {
        _lease.Used(CapacityUnits.OneRequest(10, 5), Now);

        AssertLeft(requests: 9, tokens: 85, inFlight: 0);
    }

    [Fact]
    public void Grow_WhileUnderWay_CountsAtOnceAndOnlyWhatIsMore()
    {
        _lease.Grow(CapacityUnits.OneRequest(30, 40), Now);
        AssertLeft(requests: 9, tokens: 30, inFlight: 1);
        _lease.Grow(CapacityUnits.OneRequest(30, 40), Now);
        _lease.Grow(CapacityUnits.OneRequest(30, 10), Now);
        AssertLeft(requests: 9, tokens: 30, inFlight: 1);

        Assert.Equal(CapacityUnits.OneRequest(30, 20), _lease.Taken);
    }

    [Theory]
    [InlineData(50, 20)]
    [InlineData(20, 50)]
    [InlineData(45, 25)]
    [InlineData(10, 60)]
    [InlineData(90, -20)]
    public void Used_AfterItGrew_CountsWhatWasUsed(int output, int left)
    {
        // 30 + 20 were taken of 100, and it grew by 15 and by 10.
        _lease.Grow(CapacityUnits.OneRequest(30, 35), Now);
        _lease.Grow(CapacityUnits.OneRequest(30, 45), Now);

        _lease.Used(CapacityUnits.OneRequest(30, output), Now);

        AssertLeft(requests: 9, tokens: left, inFlight: 0);
    }

    [Fact]
    public void Used_LessThanItGrewBy_GivesBackNothingThatHasFlowedBack()
    {
        // It grows by 60 of 100, all of which has flowed back by the time another call takes 40; then it turns out to have used 10.
        _lease.Grow(CapacityUnits.OneRequest(30, 80), Now);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(_quota.TryLease(CapacityUnits.OneRequest(20, 20), Now, out Lease other));

        _lease.Used(CapacityUnits.OneRequest(10, 0), Now);

        AssertLeft(requests: 9, tokens: 60, inFlight: 1);
        other.Used(CapacityUnits.OneRequest(20, 20), Now);
    }

    [Fact]
    public void Grow_OnceSettled_HasNoEffect()
    {
        _lease.Abandoned(Now);

        _lease.Grow(CapacityUnits.OneRequest(30, 400), Now);

        AssertLeft(requests: 10, tokens: 100, inFlight: 0);
    }

    [Fact]
    public void Used_MoreThanThereIs_LeavesADebt()
    {
        _lease.Used(CapacityUnits.OneRequest(30, 200), Now);

        AssertLeft(requests: 9, tokens: -130, inFlight: 0);
    }

    [Fact]
    public void Refused_ByAVerdict_CountsTheRequestOnly()
    {
        _lease.Used(CapacityUnits.RequestOnly, Now);

        AssertLeft(requests: 9, tokens: 100, inFlight: 0);
    }

    [Fact]
    public void Abandoned_ByAVerdict_CountsNothing()
    {
        _lease.Abandoned(Now);

        AssertLeft(requests: 10, tokens: 100, inFlight: 0);
    }

    [Fact]
    public void Abandoned_AfterAVerdict_HasNoEffect()
    {
        _lease.Used(CapacityUnits.OneRequest(10, 5), Now);

        _lease.Abandoned(Now);
        _lease.Used(CapacityUnits.RequestOnly, Now);
        _lease.Used(CapacityUnits.OneRequest(1_000, 1_000), Now);

        AssertLeft(requests: 9, tokens: 85, inFlight: 0);
        Assert.False(_lease.IsHeld);
    }

    [Fact]
    public void Abandoned_WithoutALease_HasNoEffect()
    {
        Lease none = default;

        none.Abandoned(Now);

        AssertLeft(requests: 9, tokens: 50, inFlight: 1);
    }

    [Fact]
    public void Used_BelowNothing_GivesNoMoreThanWasTaken()
    {
        Assert.True(_quota.TryLease(CapacityUnits.OneRequest(40, 0), Now, out _));

        _lease.Used(CapacityUnits.OneRequest(-1_000_000, -1_000_000), Now);

        AssertLeft(requests: 8, tokens: 60, inFlight: 1);
    }

    [Fact]
    public void Used_MoreThanAWordOfTokens_LeavesADebt()
    {
        _lease.Used(CapacityUnits.OneRequest(long.MaxValue, long.MaxValue), Now);

        Assert.True(_quota.Level(CapacityDimension.TokensPerMinute, Now) < 0);
    }

    [Fact]
    public void TryLease_BelowNothing_BringsNoRoom()
    {
        Assert.True(_quota.TryLease(CapacityUnits.OneRequest(0, -1_000), Now, out _));

        AssertLeft(requests: 8, tokens: 50, inFlight: 2);
    }

    private void AssertLeft(double requests, double tokens, int inFlight)
    {
        Assert.Equal(requests, _quota.Level(CapacityDimension.RequestsPerMinute, Now), 9);
        Assert.Equal(tokens, _quota.Level(CapacityDimension.TokensPerMinute, Now), 9);
        Assert.Equal(inFlight, _quota.Slots.InFlight);
    }
}
