using CapacityRouting.Chat;
using CapacityRouting.Routing;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Routing;

public sealed class RoutePlannerTests
{
    private const long Second = TimeSpan.TicksPerSecond;

    private readonly FakeTimeProvider _time = new();

    private long Now => _time.GetTimestamp();

    [Fact]
    public void Misfit_ARouteWithoutBounds_FitsAll() =>
        Assert.Null(RoutePlanner.Misfit(Routes.Of(_time), DemandOf(1_000_000)));

    [Fact]
    public void Misfit_AnInputLongerThanTheWindow_ExceedsIt()
    {
        Route route = Routes.Of(_time, settings: new() { MaxInputTokens = 100 });

        Assert.Null(RoutePlanner.Misfit(route, DemandOf(100)));
        Assert.Equal(ExclusionReason.ExceedsContextWindow, RoutePlanner.Misfit(route, DemandOf(101)));
    }

    [Fact]
    public void Misfit_MoreThanTheWholeLimit_ExceedsIt()
    {
        Route route = Routes.Of(_time, settings: new() { Limits = new() { InputTokensPerMinute = 100 } });

        Assert.Null(RoutePlanner.Misfit(route, DemandOf(100)));
        Assert.Equal(ExclusionReason.ExceedsLimit, RoutePlanner.Misfit(route, DemandOf(101)));
    }

    [Fact]
    public void Misfit_AStatedOutputBeyondTheLimit_ExceedsItAndAGuessedOneDoesNot()
    {
        Route route = Routes.Of(_time, settings: new() { Limits = new() { OutputTokensPerMinute = 100 } });

        Assert.Null(RoutePlanner.Misfit(route, DemandOf(10)));
        Assert.Null(RoutePlanner.Misfit(route, DemandOf(10, new() { MaxOutputTokens = 100 })));
        Assert.Equal(ExclusionReason.ExceedsLimit, RoutePlanner.Misfit(route, DemandOf(10, new() { MaxOutputTokens = 101 })));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("fast", true)]
    [InlineData("FAST", true)]
    [InlineData("fast,cheap", true)]
    [InlineData("fast,clever", false)]
    [InlineData("clever", false)]
    public void Misfit_Tags_MustAllBeThere(string? wanted, bool fits)
    {
        Route route = Routes.Of(_time, settings: new() { Tags = ["fast", "cheap"] });

        ExclusionReason? misfit = RoutePlanner.Misfit(route, DemandOf(10, new ChatOptions().WithRouting(new() { Tags = wanted?.Split(',') ?? [] })));

        Assert.Equal(fits ? null : ExclusionReason.TagMismatch, misfit);
    }

    [Fact]
    public void Obstacle_NothingInTheWay_IsNone() =>
        Assert.Null(RoutePlanner.Obstacle(Routes.Of(_time), DemandOf(10), reserve: 0, Now));

    [Fact]
    public void Obstacle_AnEmptyBucket_IsSaturatedUntilItHasRoom()
    {
        Route route = Routes.Of(_time, settings: new() { Limits = new() { RequestsPerMinute = 6 } });
        Assert.True(route.TryAdmit(DemandOf(10), 0, Now, out _));

        Assert.Equal((ExclusionReason.Saturated, 10 * Second), RoutePlanner.Obstacle(route, DemandOf(10), reserve: 0, Now));
        Assert.Null(RoutePlanner.Obstacle(route, DemandOf(10), reserve: 0, Now + (10 * Second)));
    }

    [Fact]
    public void Obstacle_AllSlotsTaken_CannotBeForeseen()
    {
        Route route = Routes.Of(_time, settings: new() { Limits = new() { MaxConcurrentRequests = 1 } });
        Assert.True(route.TryAdmit(DemandOf(10), 0, Now, out _));

        Assert.Equal((ExclusionReason.ConcurrencyLimit, Clock.Never), RoutePlanner.Obstacle(route, DemandOf(10), reserve: 0, Now));
    }

    [Fact]
    public void Obstacle_CoolingDown_LastsAsLong()
    {
        Route route = Routes.Of(_time);
        route.Health.Cooldown.Extend(TimeSpan.FromSeconds(3), Now);
        route.Quota.Cooldown.Extend(TimeSpan.FromSeconds(7), Now);

        Assert.Equal((ExclusionReason.CoolingDown, 7 * Second), RoutePlanner.Obstacle(route, DemandOf(10), reserve: 0, Now));
    }

    [Fact]
    public void Obstacle_ASpentQuota_IsExhausted()
    {
        Route route = Routes.Of(_time);
        route.Quota.Lockout.Shut(TimeSpan.FromMinutes(30), Now, Now);

        Assert.Equal((ExclusionReason.QuotaExhausted, 30 * TimeSpan.TicksPerMinute), RoutePlanner.Obstacle(route, DemandOf(10), reserve: 0, Now));
    }

    [Fact]
    public void Obstacle_AWrongKey_IsClosed()
    {
        Route route = Routes.Of(_time);
        route.Health.Lockout.Shut(stated: null, Now, Now);

        Assert.Equal((ExclusionReason.Closed, 10 * TimeSpan.TicksPerMinute), RoutePlanner.Obstacle(route, DemandOf(10), reserve: 0, Now));
    }

    [Fact]
    public void Obstacle_AnOpenCircuit_LastsAsLongAsTheBreak()
    {
        Route route = Routes.Of(_time);
        while (!route.Health.Breaker.Failed(Now, Now))
            Assert.False(route.Health.Breaker.IsShut);

        (ExclusionReason reason, long wait) = RoutePlanner.Obstacle(route, DemandOf(10), reserve: 0, Now)!.Value;

        Assert.Equal(ExclusionReason.CircuitOpen, reason);
        Assert.Equal(new CircuitBreakerSettings().BreakDuration.Ticks, wait);
    }

    [Fact]
    public void Obstacle_Isolated_IsWithoutEnd()
    {
        Route route = Routes.Of(_time);
        route.Health.Isolate();

        (ExclusionReason reason, long wait) = RoutePlanner.Obstacle(route, DemandOf(10), reserve: 0, Now)!.Value;

        Assert.Equal(ExclusionReason.Isolated, reason);
        Assert.True(wait >= Clock.Never - Now);
    }

    [Fact]
    public void Obstacle_Looking_TakesNothingAndLeavesTheProbe()
    {
        Route route = Routes.Of(_time, settings: new() { Limits = new() { RequestsPerMinute = 6 } });
        route.Health.Lockout.Shut(TimeSpan.FromSeconds(1), Now, Now);
        long later = Now + Second;

        for (int i = 0; i < 10; i++)
            Assert.Null(RoutePlanner.Obstacle(route, DemandOf(10), reserve: 0, later));

        Assert.True(route.TryAdmit(DemandOf(10), 0, later, out _));
        Assert.Equal(0, route.Quota.Level(CapacityDimension.RequestsPerMinute, later));
    }

    [Fact]
    public void TryAdmit_AProbeThatFindsNoRoom_LeavesTheProbeForTheNext()
    {
        Route route = Routes.Of(_time, settings: new() { Limits = new() { RequestsPerMinute = 6 } });
        Assert.True(route.TryAdmit(DemandOf(10), 0, Now, out _));
        route.Health.Lockout.Shut(TimeSpan.FromSeconds(1), Now, Now);

        Assert.False(route.TryAdmit(DemandOf(10), 0, Now + (5 * Second), out _));

        Assert.True(route.TryAdmit(DemandOf(10), 0, Now + (10 * Second), out _));
    }

    /// <summary>A request of so many input tokens: 4 for the message, the rest text.</summary>
    private static ChatDemand DemandOf(int tokens, ChatOptions? options = null) =>
        ChatDemand.Of([new ChatMessage(ChatRole.User, new string('x', 4 * (tokens - 4)))], options);
}
