using CapacityRouting.Capacity;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Routing;

/// <summary>Models with limits of their own under one account with limits of its own.</summary>
public sealed class QuotaParentTests
{
    private readonly FakeTimeProvider _time = new();

    private long Now => _time.GetTimestamp();

    [Fact]
    public void TryLease_BothHaveRoom_TakesFromBothAndGivesBackToBoth()
    {
        (Quota model, Quota account) = Pair(new() { TokensPerMinute = 600 }, new() { TokensPerMinute = 1_200 });

        Assert.True(model.TryLease(Quotas.Tokens(60), Now, out Lease lease));
        Assert.Equal((40, 140), (Level(model), Level(account)));
        Assert.Equal((1, 1), (model.Slots.InFlight, account.Slots.InFlight));

        lease.Used(Quotas.Tokens(10), Now);
        Assert.Equal((90, 190), (Level(model), Level(account)));
        Assert.Equal((0, 0), (model.Slots.InFlight, account.Slots.InFlight));
    }

    [Fact]
    public void TryLease_TheWholeHasNoRoom_TakesNothingHere()
    {
        (Quota model, Quota account) = Pair(new() { TokensPerMinute = 6_000, MaxConcurrentRequests = 1 }, new() { TokensPerMinute = 600 });
        Assert.True(account.TryLease(Quotas.Tokens(90), Now, out _));

        Assert.False(model.TryLease(Quotas.Tokens(20), Now, out Lease lease));

        Assert.False(lease.IsHeld);
        Assert.Equal((1_000, 0), (Level(model), model.Slots.InFlight));
        Assert.Equal((10, 1), (Level(account), account.Slots.InFlight));
    }

    [Fact]
    public void WaitFor_OfBoth_IsTheLonger()
    {
        // The model is short of 10 tokens at 10 a second, the account of 10 at 2 a second.
        (Quota model, Quota account) = Pair(new() { TokensPerMinute = 600 }, new() { TokensPerMinute = 120 });
        Assert.True(model.TryLease(Quotas.Tokens(10), Now, out _));
        Assert.True(account.TryLease(Quotas.Tokens(10), Now, out _));

        Assert.Equal(5 * TimeSpan.TicksPerSecond, model.WaitFor(Quotas.Tokens(10), Now));
        Assert.Equal(10 * TimeSpan.TicksPerSecond, model.WaitFor(Quotas.Tokens(10), Now, aheadInParent: Quotas.Tokens(10)));
        Assert.Equal(0, model.LeftShare(Now), 6);
    }

    [Fact]
    public void CanEverPass_MoreThanTheWholeAllows_IsFalse()
    {
        (Quota model, _) = Pair(new() { TokensPerMinute = 6_000 }, new() { TokensPerMinute = 600 });

        Assert.True(model.CanEverPass(Quotas.Tokens(600)));
        Assert.False(model.CanEverPass(Quotas.Tokens(601)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_TheAccountIsUsedUp_NoneOfItsModelsIsCalled(bool streaming)
    {
        CapacityQuota account = new("account", new() { RequestsPerMinute = 12 });
        using CapacityAwareChatClient client = Two(account, new TestClient(), new TestClient());

        // Two at once: one for each model would be left by its own limit.
        await client.AskAsync(streaming);
        await client.AskAsync(streaming);
        NoRouteAvailableException thrown = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming));

        Assert.Equal(TimeSpan.FromSeconds(5), thrown.RetryAfter);
        RouteSnapshot route = client.Route("a");
        Assert.Equal([null, "account"], route.Buckets.Select(bucket => bucket.Quota));
        Assert.Equal([8, 0], route.Buckets.Select(bucket => Math.Round(bucket.Level)));
    }

    [Fact]
    public async Task Ask_TheAccountRunsOutOfCredit_ClosesAllItsModels()
    {
        CapacityQuota account = new("account", new() { RequestsPerMinute = 600 });
        TestClient broke = TestClient.Failing(402);
        TestClient neighbour = new();
        using CapacityAwareChatClient client = Two(account, broke, neighbour, new Classify(_ => new() { Kind = FailureKind.QuotaExhausted, Scope = FailureScope.Account }));

        await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming: false));

        Assert.Equal((1, 0), (broke.Calls, neighbour.Calls));
        Assert.All(["a", "b"], name => Assert.NotNull(client.Route(name).ClosedFor));
    }

    [Fact]
    public async Task Ask_AModelIsRateLimited_LeavesItsNeighbourAlone()
    {
        CapacityQuota account = new("account", new() { RequestsPerMinute = 600 });
        using CapacityAwareChatClient client = Two(account, TestClient.Failing(429), TestClient.Saying("b"));

        Assert.Equal("b", (await client.AskAsync(streaming: false)).Text);
        Assert.NotNull(client.Route("a").CoolingDownFor);
        Assert.Null(client.Route("b").CoolingDownFor);
    }

    private CapacityAwareChatClient Two(CapacityQuota account, TestClient a, TestClient b, IFailureClassifier? classifier = null)
    {
        CapacityLimits own = new() { RequestsPerMinute = 60 };
        return new(
            [new("a", a) { Limits = own, Quota = account }, new("b", b) { Limits = own, Quota = account }],
            new() { MaxWait = TimeSpan.Zero, FailureClassifier = classifier },
            _time);
    }

    private (Quota Model, Quota Account) Pair(CapacityLimits model, CapacityLimits account)
    {
        Clock clock = new(_time);
        Quota whole = new(account, clock, new(1));
        return (new(model, clock, new(1), parent: whole), whole);
    }

    private double Level(Quota quota) => quota.Level(quota.Limits[0], Now);
}
