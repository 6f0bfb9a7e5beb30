using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Chat;
using CapacityRouting.Queueing;
using CapacityRouting.Routing;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace CapacityRouting.Tests.Queueing;

/// <summary>The order in which waiters go, whatever they wait for.</summary>
public sealed class WaitingLineTests
{
    private static readonly QueueShape Shape = new(Interest: 1, Fits: 1, Preferred: 0, Size: 0, Patience: -1, Planned: -1);

    private readonly Route _route = Routes.Of(new FakeTimeProvider(), 0, new());
    private readonly WaitingLine _line;

    public WaitingLineTests() => _line = new(new RouteTable([_route], new(new(), 1, _route.Quota.Clock)), Substitute.For<ISlotWatcher>());

    [Fact]
    public void Next_OneTenant_IsFirstComeFirstServed()
    {
        Waiter[] came = [Add("A"), Add("A", tokens: 10), Add("A")];

        Assert.Equal(came, Served());
    }

    [Fact]
    public void Next_EveryRank_IsByClassAndThenWhatFinishesATurn()
    {
        Waiter background = Add(kind: RequestPriority.Background);
        Waiter backgroundTurn = Add(kind: RequestPriority.Background, continues: true);
        Waiter normal = Add();
        Waiter normalTurn = Add(continues: true);
        Waiter critical = Add(kind: RequestPriority.Critical);
        Waiter criticalTurn = Add(kind: RequestPriority.Critical, continues: true);

        Assert.Equal([criticalTurn, critical, normalTurn, normal, backgroundTurn, background], Served());
    }

    [Fact]
    public void Next_TwoTenants_TakeTurnsByWhatEachHasBeenGiven()
    {
        Waiter[] a = [Add("A", 100), Add("A", 100), Add("A", 100)];
        Waiter[] b = [Add("B", 200), Add("B", 200)];

        // Before each turn A and B have been given 0 and 0, 100 and 0, 100 and 200, 200 and 200 (A came first), 300 and 200.
        Assert.Equal([a[0], b[0], a[1], a[2], b[1]], Served());
    }

    [Fact]
    public void Next_OfSeveralShapes_TakesTurnsAllTheSame()
    {
        Waiter[] a = [Add("A", 100), Add("A", 100, shape: Shape with { Size = 7 })];
        Waiter[] b = [Add("B", 100, shape: Shape with { Size = 7 }), Add("B", 100)];

        Assert.Equal([a[0], b[0], a[1], b[1]], Served());
    }

    [Fact]
    public void Next_AfterATenantIsGivenBackWhatItDidNotTake_IsThatTenant()
    {
        Waiter[] a = [Add("A", 1_000), Add("A", 1_000)];
        Waiter b = Add("B", 100);
        TenantAccount account = _line.Charge(a[0]);
        Assert.True(_line.Remove(a[0]));

        account.Charge(50 - 1_000);

        Assert.Equal([b, a[1]], Served());
        Assert.Equal(1_050, account.Given);
    }

    [Fact]
    public void Next_TenantThatWasServedMuch_StillGoesFirstByClass()
    {
        Waiter served = Add("A", 1_000);
        Waiter b = Add("B", 10);
        Serve(served);

        Waiter critical = Add("A", 10, RequestPriority.Critical);

        Assert.Equal([critical, b], Served());
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(29, true)]
    [InlineData(30, false)]
    public void Next_OfAClassThatHasWaited_RisesWithEachInterval(int waited, bool isNormalFirst)
    {
        Waiter background = Add(kind: RequestPriority.Background, arrivedAt: 0);
        Waiter normal = Add(arrivedAt: 1);

        Assert.Equal(isNormalFirst ? normal : background, _line.Next(new Aging(waited, 30)));
        Assert.Equal(normal, _line.Next(new Aging(waited, Clock.Never)));
    }

    [Fact]
    public void Next_OfAClassThatHasWaitedForTwoIntervals_GoesBeforeCriticalOnes()
    {
        Waiter background = Add(kind: RequestPriority.Background, arrivedAt: 0);
        Add(kind: RequestPriority.Critical, arrivedAt: 59);

        Assert.Equal(background, _line.Next(new Aging(60, 30)));
    }

    [Fact]
    public void Next_OneThatCameBeforeThoseInLine_GoesBeforeThem()
    {
        Waiter[] came = [Add(arrivedAt: 2), Add(arrivedAt: 3)];
        Waiter failedOver = Add(arrivedAt: 1);

        Assert.Equal([failedOver, .. came], Served());
    }

    [Fact]
    public void Add_NewTenant_StartsLevelWithTheLeastOfThoseWhoWait()
    {
        Waiter[] served = [Add("A", 100), Add("A", 100)];
        Waiter[] a = [Add("A", 100), Add("A", 100)];
        Array.ForEach(served, Serve);

        Waiter[] b = [Add("B", 100), Add("B", 100)];

        // Both start at 200; with nothing to its name B would go twice before A.
        Assert.Equal([a[0], b[0], a[1], b[1]], Served());
    }

    [Fact]
    public void Add_TenantThatLeftAndComesBack_HasGainedNothing()
    {
        Waiter b = Add("B", 100);
        Serve(Add("A", 100));

        Waiter again = Add("A", 100);

        Assert.Equal([b, again], Served());
    }

    [Fact]
    public void Add_AfterAllHaveLeft_HasForgottenWhatWasGiven()
    {
        Serve(Add("A", 100));

        Waiter a = Add("A", 100);
        Waiter b = Add("B", 100);

        Assert.Equal([a, b], Served());
    }

    [Fact]
    public void Add_ToALineOfItsShape_IsFirstOnlyIfItGoesFirst()
    {
        Assert.True(Enter(Make("A"), Shape));
        Assert.False(Enter(Make("A"), Shape));
        Assert.True(Enter(Make("A"), Shape with { Size = 7 }));
        Assert.True(Enter(Make("A", kind: RequestPriority.Critical), Shape));
    }

    [Fact]
    public void Remove_Twice_OnlyTheFirstCounts()
    {
        Waiter waiter = Add();
        Waiter other = Add();

        Assert.True(_line.Remove(waiter));
        Assert.False(_line.Remove(waiter));
        Assert.Equal(1, _line.Count);
        Assert.Equal([other], Served());
    }

    [Fact]
    public void Awaited_WhileSomebodyIsExpectedThere_HasTheRoute()
    {
        Assert.Equal(0UL, _line.Awaited);
        Waiter waiter = Add();

        Assert.Equal(1UL, _line.Awaited);
        _line.Remove(waiter);
        Assert.Equal(0UL, _line.Awaited);
    }

    private List<Waiter> Served()
    {
        List<Waiter> served = [];
        while (_line.Next(new Aging(0, Clock.Never)) is { } next)
        {
            Serve(next);
            served.Add(next);
        }

        return served;
    }

    private void Serve(Waiter waiter)
    {
        _line.Charge(waiter);
        Assert.True(_line.Remove(waiter));
    }

    private bool Enter(Waiter waiter, QueueShape shape) => _line.Add(waiter, shape, _route, CapacityUnits.RequestOnly);

    private Waiter Add(string tenant = "A", int tokens = 100, RequestPriority kind = RequestPriority.Normal, bool continues = false, QueueShape? shape = null, long arrivedAt = 0)
    {
        Waiter waiter = Make(tenant, tokens, kind, continues, arrivedAt);
        Enter(waiter, shape ?? Shape);
        return waiter;
    }

    private static Waiter Make(string tenant, int tokens = 100, RequestPriority kind = RequestPriority.Normal, bool continues = false, long arrivedAt = 0)
    {
        ChatOptions options = new ChatOptions().WithRouting(new() { Tenant = tenant, Priority = kind });
        ChatDemand demand = ChatDemand.Of(continues ? Prompt.ToolResult(tokens) : Prompt.Of(tokens), options);
        return new(demand, new RequestBudget(0, 0, 1), new(arrivedAt, 0), now: 0, preferredPatience: 0, inRealTime: false) { Tokens = tokens };
    }
}
