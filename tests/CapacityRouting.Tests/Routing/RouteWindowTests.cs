using CapacityRouting.Abstractions;
using CapacityRouting.Chat;
using CapacityRouting.Routing;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Routing;

public sealed class RouteWindowTests
{
    private const long Hour = TimeSpan.TicksPerHour;

    private readonly ManualTime _time = new();

    private long Now => _time.GetTimestamp();

    [Fact]
    public void LearnWindow_AStatedFigure_IsTheLongestInputThatFits()
    {
        Route route = Routes.Of(_time);

        Assert.True(Learn(route, stated: 10_000));

        Assert.Null(RoutePlanner.Misfit(route, DemandOf(10_000)));
        Assert.Equal(ExclusionReason.ExceedsContextWindow, RoutePlanner.Misfit(route, DemandOf(10_001)));
    }

    [Fact]
    public void LearnWindow_OnlyTheInputToBlame_IsTheSizeThatWasRefused()
    {
        Route route = Routes.Of(_time);

        Assert.True(Learn(route, size: 10_000));

        Assert.Null(RoutePlanner.Misfit(route, DemandOf(9_999)));
        Assert.Equal(ExclusionReason.ExceedsContextWindow, RoutePlanner.Misfit(route, DemandOf(10_000)));
    }

    [Fact]
    public void LearnWindow_AnOddRefusalOfASmallRequest_LeavesAWindowForOrdinaryOnes()
    {
        Route route = Routes.Of(_time);

        Learn(route, size: 5);
        Learn(route, size: 50_000);

        Assert.Equal(2_048, route.Window);
    }

    [Fact]
    public void LearnWindow_ClassifiedByTheCaller_IsTheSizeThatWasRefused()
    {
        Route route = Routes.Of(_time);

        Assert.True(route.LearnWindow(new() { Kind = FailureKind.ContextLengthExceeded }, DemandOf(10_000), Now));

        Assert.Equal(9_999, route.Window);
    }

    [Fact]
    public void LearnWindow_SomethingElseToBlame_IsNone()
    {
        Route route = Routes.Of(_time);

        Assert.False(route.LearnWindow(Refusal(new(null, BlamesInput: false)), DemandOf(10_000), Now));

        Assert.Equal(long.MaxValue, route.Window);
    }

    [Fact]
    public void LearnWindow_BesideAConfiguredOne_IsNone()
    {
        Route route = Routes.Of(_time, settings: new() { MaxInputTokens = 50_000 });

        Assert.False(Learn(route, stated: 10_000));
        Assert.False(Learn(route, size: 10_000));

        Assert.Equal(50_000, route.Window);
    }

    [Theory]
    [InlineData(4_096, 8_192)]
    [InlineData(8_192, 4_096)]
    public void LearnWindow_AnotherFigure_ReplacesTheOneBefore(int first, int second)
    {
        Route route = Routes.Of(_time);

        Assert.True(Learn(route, stated: first));
        Assert.True(Learn(route, stated: second));

        Assert.Equal(second, route.Window);
    }

    [Fact]
    public void LearnWindow_AGuess_ReplacesNoFigureAndAFigureAnyGuess()
    {
        Route route = Routes.Of(_time);

        Learn(route, size: 3_000);
        Assert.True(Learn(route, stated: 8_192));
        Assert.False(Learn(route, size: 3_000));

        Assert.Equal(8_192, route.Window);
    }

    [Fact]
    public void LearnWindow_TheSameFigureAgain_IsNoNewsAndCountsForAnotherHour()
    {
        Route route = Routes.Of(_time);

        Learn(route, stated: 8_192);
        _time.Advance(TimeSpan.FromMinutes(40));
        Assert.False(Learn(route, stated: 8_192));
        _time.Advance(TimeSpan.FromMinutes(59));

        Assert.Equal(8_192, route.Window);
    }

    [Theory]
    [InlineData(Hour - 1, 8_192)]
    [InlineData(Hour, long.MaxValue)]
    public void Window_LearnedSomeTimeAgo_LapsesAfterAnHour(long ago, long window)
    {
        Route route = Routes.Of(_time);

        Learn(route, stated: 8_192);
        _time.Advance(TimeSpan.FromTicks(ago));

        Assert.Equal(window, route.Window);
    }

    [Fact]
    public void Window_AConfiguredOneByAReload_CountsInPlaceOfWhatWasLearned()
    {
        Route route = Routes.Of(_time);

        Learn(route, stated: 8_192);
        route.Change(Routes.Of(_time, settings: new() { MaxInputTokens = 100_000 }).Traits);

        Assert.Null(RoutePlanner.Misfit(route, DemandOf(90_000)));
        Assert.Equal(100_000, route.Window);
    }

    [Fact]
    public void Holds_AGuess_IsInCorrectedTokensAndHoldsForTheSameRequest()
    {
        Route route = Taught(0.7);

        Learn(route, size: 3_000);

        Assert.Equal(ExclusionReason.ExceedsContextWindow, RoutePlanner.Misfit(route, DemandOf(3_000)));
        Assert.Null(RoutePlanner.Misfit(route, DemandOf(2_990)));
        Assert.InRange(route.Window, 2_098, 2_102); // 0.7 * 3000
    }

    [Fact]
    public void Holds_AStatedFigure_IsInTheModelsOwnTokensAndDoubtsACorrection()
    {
        Route route = Taught(1.08);

        Learn(route, stated: 3_000);

        Assert.Null(RoutePlanner.Misfit(route, DemandOf(3_000)));
        Assert.Equal(ExclusionReason.ExceedsContextWindow, RoutePlanner.Misfit(route, DemandOf(3_001)));
    }

    [Theory]
    [InlineData(null, 8_192L, false, 8_192)]
    [InlineData(20_000, 8_192L, false, 8_192)]
    [InlineData(null, null, true, 5_000)]
    [InlineData(20_000, null, true, 20_000)]
    [InlineData(null, null, false, 0)]
    [InlineData(20_000, null, false, 0)]
    public void TooSmallFor_ARefusal_IsWhatItShows(int? configured, long? stated, bool blamesInput, long tooSmall)
    {
        Route route = Routes.Of(_time, settings: new() { MaxInputTokens = configured });

        Assert.Equal(tooSmall, route.TooSmallFor(DemandOf(5_000), Refusal(new(stated, blamesInput))));
    }

    [Fact]
    public void TooSmallFor_AFailureOfAnotherKind_IsNothing() =>
        Assert.Equal(0, Routes.Of(_time, settings: new() { MaxInputTokens = 100 }).TooSmallFor(DemandOf(50), new() { Kind = FailureKind.ServerError }));

    [Fact]
    public void Holds_WithAndWithoutALearnedWindow_AllocatesNothing()
    {
        Route route = Routes.Of(_time);
        ChatDemand demand = DemandOf(100);
        Learn(route, stated: 8_192);
        bool holds = route.Holds(demand);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            holds &= route.Holds(demand);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(holds);
    }

    private static RouteFailure Refusal(WindowFigures read) => new() { Kind = FailureKind.ContextLengthExceeded, Limits = new() { Window = read } };

    private bool Learn(Route route, long stated) => route.LearnWindow(Refusal(new(stated, BlamesInput: true)), DemandOf(100), Now);

    private bool Learn(Route route, int size) => route.LearnWindow(Refusal(new(null, BlamesInput: true)), DemandOf(size), Now);

    private Route Taught(double truth)
    {
        Route route = Routes.Of(_time);
        for (int i = 0; i < 200; i++)
            route.LearnInput(DemandOf(1_000), (long)(1_000 * truth));
        return route;
    }

    /// <summary>A request of so many tokens by the built-in estimate: 4 for the message, the rest text.</summary>
    private static ChatDemand DemandOf(int tokens) => ChatDemand.Of([new ChatMessage(ChatRole.User, new string('x', Math.Max(0, 4 * (tokens - 4))))], options: null);
}
