using CapacityRouting.Routing;
using CapacityRouting.Time;

using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Settings;

public sealed class AttemptTimeoutsTests
{
    private const long Learned = 77;

    private static readonly string[] Settings =
        [nameof(AttemptTimeouts.FirstToken), nameof(AttemptTimeouts.Idle), nameof(AttemptTimeouts.Total), nameof(AttemptTimeouts.MinimumUpdatesPerSecond)];

    private readonly Clock _clock = new(new FakeTimeProvider());

    public static TheoryData<string> AdaptiveSettings => [nameof(AttemptTimeouts.FirstToken), nameof(AttemptTimeouts.Idle), nameof(AttemptTimeouts.Total)];

    /// <summary>Every setting, and every choice of the policy, the route and the request that set it.</summary>
    public static TheoryData<string, bool, bool, bool> Levels
    {
        get
        {
            TheoryData<string, bool, bool, bool> rows = [];
            foreach (string setting in Settings)
                for (int levels = 0; levels < 8; levels++)
                    rows.Add(setting, (levels & 1) != 0, (levels & 2) != 0, (levels & 4) != 0);
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Timeouts_OfEveryLevel_AreThoseOfTheNearestThatSetsThem(string setting, bool onPolicy, bool onRoute, bool onRequest)
    {
        AttemptTimes times = TimesOf(onPolicy ? With(setting, 8) : new(), onRoute ? With(setting, 4) : null, onRequest ? With(setting, 2) : null);

        double expected = onRequest ? 2 : onRoute ? 4 : onPolicy ? 8 : DefaultOf(setting);
        Assert.Equal(expected, SecondsOf(times, setting));
        Assert.All(Settings.Where(other => other != setting), other => Assert.Equal(DefaultOf(other), SecondsOf(times, other)));
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void None_OnALevel_GoesOverTheTimesBelowIt(string setting, bool onPolicy, bool onRoute, bool onRequest)
    {
        AttemptTimes times = TimesOf(
            onPolicy ? NoneFor(setting) : With(setting, 8), onRoute ? NoneFor(setting) : null, onRequest ? NoneFor(setting) : null);

        Assert.Equal(onPolicy || onRoute || onRequest ? double.PositiveInfinity : 8, SecondsOf(times, setting));
    }

    [Theory]
    [MemberData(nameof(AdaptiveSettings))]
    public void Adaptive_OnALevel_IsWhatTheRouteLearns(string setting)
    {
        AttemptTimeouts adaptive = AdaptiveFor(setting);

        Assert.Equal(Learned, SecondsOf(TimesOf(new(), null, null), setting));
        Assert.Equal(Learned, SecondsOf(TimesOf(adaptive, null, null), setting));
        Assert.Equal(Learned, SecondsOf(TimesOf(With(setting, 8), adaptive, null), setting));
        Assert.Equal(Learned, SecondsOf(TimesOf(With(setting, 8), With(setting, 4), adaptive), setting));
    }

    [Theory]
    [MemberData(nameof(AdaptiveSettings))]
    public void Time_AboveAnAdaptiveOne_IsNotWhatTheRouteLearns(string setting)
    {
        AttemptTimeouts adaptive = AdaptiveFor(setting);

        Assert.Equal(2, SecondsOf(TimesOf(adaptive, With(setting, 2), null), setting));
        Assert.Equal(2, SecondsOf(TimesOf(adaptive, null, With(setting, 2)), setting));
        Assert.Equal(double.PositiveInfinity, SecondsOf(TimesOf(adaptive, NoneFor(setting), null), setting));
        Assert.Equal(double.PositiveInfinity, SecondsOf(TimesOf(adaptive, null, NoneFor(setting)), setting));
    }

    [Fact]
    public void Ceilings_OfAdaptiveTimes_AreAMinuteAndFiveInAll()
    {
        AttemptTimes longest = RouteTimesOf(new(), null).Ceilings;

        Assert.Equal((60, 60, 300), (SecondsOf(longest, nameof(AttemptTimeouts.FirstToken)), SecondsOf(longest, nameof(AttemptTimeouts.Idle)), SecondsOf(longest, nameof(AttemptTimeouts.Total))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Times_OfAnAttempt_AllocateNothing(bool hasWishes)
    {
        RouteTimes times = RouteTimesOf(new(), With(nameof(AttemptTimeouts.Idle), 2));
        RequestRouting? wishes = hasWishes ? new() { Timeouts = With(nameof(AttemptTimeouts.Total), 2) } : null;
        _ = times.Of(wishes, OfRoute);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            _ = times.Of(wishes, OfRoute).AreBounded;

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static AttemptTimeouts With(string setting, int seconds) => setting switch
    {
        nameof(AttemptTimeouts.FirstToken) => new() { FirstToken = TimeSpan.FromSeconds(seconds) },
        nameof(AttemptTimeouts.Idle) => new() { Idle = TimeSpan.FromSeconds(seconds) },
        nameof(AttemptTimeouts.Total) => new() { Total = TimeSpan.FromSeconds(seconds) },
        _ => new() { MinimumUpdatesPerSecond = 1.0 / seconds },
    };

    private static AttemptTimeouts NoneFor(string setting) => setting switch
    {
        nameof(AttemptTimeouts.FirstToken) => new() { FirstToken = TimeLimit.None },
        nameof(AttemptTimeouts.Idle) => new() { Idle = TimeLimit.None },
        nameof(AttemptTimeouts.Total) => new() { Total = TimeLimit.None },
        _ => new() { MinimumUpdatesPerSecond = 0 },
    };

    private static AttemptTimeouts AdaptiveFor(string setting) => setting switch
    {
        nameof(AttemptTimeouts.FirstToken) => new() { FirstToken = TimeLimit.Adaptive },
        nameof(AttemptTimeouts.Idle) => new() { Idle = TimeLimit.Adaptive },
        _ => new() { Total = TimeLimit.Adaptive },
    };

    private static double DefaultOf(string setting) => setting switch
    {
        nameof(AttemptTimeouts.FirstToken) or nameof(AttemptTimeouts.Idle) or nameof(AttemptTimeouts.Total) => Learned,
        _ => double.PositiveInfinity,
    };

    /// <summary>What the route has learned, of each sort.</summary>
    private AttemptTimes OfRoute
    {
        get
        {
            long learned = _clock.ToTicks(TimeSpan.FromSeconds(Learned));
            return new(learned, learned, learned, Clock.Never);
        }
    }

    private double SecondsOf(AttemptTimes times, string setting)
    {
        long ticks = setting switch
        {
            nameof(AttemptTimeouts.FirstToken) => times.FirstToken,
            nameof(AttemptTimeouts.Idle) => times.Idle,
            nameof(AttemptTimeouts.Total) => times.Total,
            _ => times.PerUpdate,
        };
        return ticks >= Clock.Never ? double.PositiveInfinity : _clock.ToTimeSpan(ticks).TotalSeconds;
    }

    private AttemptTimes TimesOf(AttemptTimeouts policy, AttemptTimeouts? route, AttemptTimeouts? request) =>
        RouteTimesOf(policy, route).Of(request is null ? null : new() { Timeouts = request }, OfRoute);

    private RouteTimes RouteTimesOf(AttemptTimeouts policy, AttemptTimeouts? route) => new(new() { Timeouts = route }, new() { Timeouts = policy }, _clock);
}
