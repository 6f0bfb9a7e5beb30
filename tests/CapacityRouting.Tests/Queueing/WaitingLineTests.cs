using CapacityRouting.Chat;
using CapacityRouting.Queueing;
using CapacityRouting.Routing;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Queueing;

public sealed class WaitingLineTests
{
    private readonly WaitingLine _line = new();

    [Fact]
    public void InOrder_OneTenant_IsFirstComeFirstServed()
    {
        Waiter[] came = [Add("A"), Add("A", tokens: 10), Add("A")];

        Assert.Equal(came, _line.InOrder());
    }

    [Fact]
    public void InOrder_EveryRank_IsByClassAndThenWhatFinishesATurn()
    {
        Waiter background = Add(kind: RequestClass.Background);
        Waiter backgroundTurn = Add(kind: RequestClass.Background, continues: true);
        Waiter normal = Add();
        Waiter normalTurn = Add(continues: true);
        Waiter critical = Add(kind: RequestClass.Critical);
        Waiter criticalTurn = Add(kind: RequestClass.Critical, continues: true);

        Assert.Equal([criticalTurn, critical, normalTurn, normal, backgroundTurn, background], _line.InOrder());
    }

    [Fact]
    public void InOrder_TwoTenants_TakeTurnsByWhatEachWouldHaveBeenGiven()
    {
        Waiter[] a = [Add("A", 100), Add("A", 100), Add("A", 100)];
        Waiter[] b = [Add("B", 200), Add("B", 200)];

        // Before each turn A and B have been given 0 and 0, 100 and 0, 100 and 200, 200 and 200 (A came first), 300 and 200.
        Assert.Equal([a[0], b[0], a[1], a[2], b[1]], _line.InOrder());
    }

    [Fact]
    public void InOrder_AfterOneTenantWasServed_BeginsWithTheOther()
    {
        Waiter served = Add("A", 100);
        Waiter a = Add("A", 100);
        Waiter b = Add("B", 100);

        Serve(served);

        Assert.Equal([b, a], _line.InOrder());
    }

    [Fact]
    public void InOrder_TenantThatWasServedMuch_StillGoesFirstByClass()
    {
        Waiter served = Add("A", 1_000);
        Waiter b = Add("B", 10);
        Serve(served);

        Waiter critical = Add("A", 10, RequestClass.Critical);

        Assert.Equal([critical, b], _line.InOrder());
    }

    [Fact]
    public void Add_NewTenant_StartsLevelWithTheLeastOfThoseWhoWait()
    {
        Waiter[] served = [Add("A", 100), Add("A", 100)];
        Waiter[] a = [Add("A", 100), Add("A", 100)];
        Array.ForEach(served, Serve);

        Waiter[] b = [Add("B", 100), Add("B", 100)];

        // Both start at 200; with nothing to its name B would go twice before A.
        Assert.Equal([a[0], b[0], a[1], b[1]], _line.InOrder());
    }

    [Fact]
    public void Add_TenantThatLeftAndComesBack_HasGainedNothing()
    {
        Waiter b = Add("B", 100);
        Serve(Add("A", 100));

        Waiter again = Add("A", 100);

        Assert.Equal([b, again], _line.InOrder());
    }

    [Fact]
    public void Add_AfterAllHaveLeft_HasForgottenWhatWasGiven()
    {
        Serve(Add("A", 100));

        Waiter a = Add("A", 100);
        Waiter b = Add("B", 100);

        Assert.Equal([a, b], _line.InOrder());
    }

    [Fact]
    public void Add_MoreTenantsThanAreRemembered_KeepsThoseWhoWait()
    {
        Waiter first = Add("first");
        for (int i = 0; i < 3_000; i++)
            Serve(Add($"tenant {i}", 4));

        Assert.Equal([first], _line.InOrder());
        Assert.Equal(1, _line.Count);
    }

    [Fact]
    public void Remove_Twice_OnlyTheFirstCounts()
    {
        Waiter waiter = Add();
        Waiter other = Add();

        Assert.True(_line.Remove(waiter));
        Assert.False(_line.Remove(waiter));
        Assert.Equal(1, _line.Count);
        Assert.Equal([other], _line.InOrder());
    }

    private void Serve(Waiter waiter)
    {
        _line.Served(waiter);
        Assert.True(_line.Remove(waiter));
    }

    private Waiter Add(string tenant = "A", int tokens = 100, RequestClass kind = RequestClass.Normal, bool continues = false)
    {
        ChatOptions options = new ChatOptions().WithRouting(new() { Tenant = tenant, Class = kind });
        ChatDemand demand = ChatDemand.Of(continues ? Prompt.ToolResult(tokens) : Prompt.Of(tokens), options);
        Waiter waiter = new(demand, new RequestBudget(0, 0, 1), arrivedAt: 0, preferredPatience: 0, inRealTime: false);
        _line.Add(waiter);
        return waiter;
    }
}
