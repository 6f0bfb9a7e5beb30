using CapacityRouting.Chat;
using CapacityRouting.Routing;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Routing;

/// <summary>A policy is one type and one line of settings: admission, the queue and explanations follow it. Each route holds ten requests, and gets one a second.</summary>
public sealed class SelectorTests
{
    private static readonly CapacityLimits Ten = new() { RequestsPerMinute = 60, Burst = TimeSpan.FromSeconds(10) };

    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LastFirst_RoomEverywhere_UsesTheRoutesFromTheEnd(bool streaming)
    {
        using CapacityAwareChatClient client = Client(new LastFirstSelector());

        Assert.Equal("cccccccccc" + "bbbbbbbbbb" + "aa", await ServedByAsync(client, streaming, 22));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LeastUsed_RoomEverywhere_TakesTheRoutesInTurn(bool streaming)
    {
        using CapacityAwareChatClient client = Client(new LeastUsedSelector());

        Assert.Equal("abcabcabc", await ServedByAsync(client, streaming, 9));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LastFirst_NoRoom_WaitsForTheLast(bool streaming)
    {
        using CapacityAwareChatClient client = Client(new LastFirstSelector());
        await ServedByAsync(client, streaming, 30);

        RoutingExplanation said = client.Monitor().Explain(Ask.Question);
        RoutingReport report = (await _time.RunAsync(client.AskAsync(streaming))).GetRoutingReport()!;

        Assert.Equal(("c", 1), (said.Route, said.Wait.TotalSeconds));
        Assert.Equal(("c", 1), (report.ServedBy, report.Waited.TotalSeconds));
    }

    [Fact]
    public async Task LastFirst_TurnOfAnotherRoute_StaysThere()
    {
        using CapacityAwareChatClient client = Client(new LastFirstSelector(), Own.Calling("1"), TestClient.Saying("b"));
        await client.AskAsync(streaming: false, new ChatOptions().WithRouting(new() { Route = "a" }));

        Assert.Equal("a", client.Monitor().Explain(Own.Results("1")).Route);
        Assert.Equal("a", (await client.AskAsync(streaming: false, messages: Own.Results("1"))).GetRoutingReport()!.ServedBy);
        Assert.Equal("b", client.Monitor().Explain(Ask.Question).Route);
    }

    [Fact]
    public async Task LastFirst_TheLastFails_GoesToTheOneBeforeIt()
    {
        using CapacityAwareChatClient client = Client(new LastFirstSelector(), TestClient.Saying("a"), TestClient.Saying("b"), TestClient.Failing(500));

        Assert.Equal("b", (await client.AskAsync(streaming: false)).GetRoutingReport()!.ServedBy);
    }

    [Fact]
    public async Task Explain_BetterRouteIsWorthTheWait_SaysThatItIsWaitedFor()
    {
        using CapacityAwareChatClient client = Client(OrderedSelector.Instance);
        ChatOptions patient = new ChatOptions().WithRouting(new() { MaxWaitForPreferred = TimeSpan.FromSeconds(2) });
        for (int i = 0; i < 10; i++)
            await client.AskAsync(streaming: false, patient);

        RoutingExplanation said = client.Monitor().Explain(Ask.Question, patient);
        RoutingReport report = (await _time.RunAsync(client.AskAsync(streaming: false, patient))).GetRoutingReport()!;

        Assert.Equal(("a", 1), (said.Route, said.Wait.TotalSeconds));
        Assert.Equal(("a", 1), (report.ServedBy, report.Waited.TotalSeconds));
    }

    [Fact]
    public void Selection_OfAsManyRoutesAsThereMayBe_AllocatesNothing()
    {
        Clock clock = new(_time);
        RouteSettings busy = new() { Limits = new() { MaxConcurrentRequests = 1 } };
        Route[] routes = [.. Enumerable.Range(0, RequestBudget.MostRoutes).Select(index => Routes.Of(_time, index, busy))];
        AdmissionControl admissions = new(new RouteTable(routes, new(new(), routes.Length, clock)));
        ChatDemand demand = ChatDemand.Of(Ask.Question, options: null);
        RequestBudget budget = new(patience: 0, deadline: Clock.Never, attempts: 1);
        RoutingReport report = new();
        foreach (Route route in routes[..^1])
            Assert.True(route.TryAdmit(demand, reserve: 0, clock.Now, out _));

        // The first time is the compiler's.
        long allocated = 0;
        for (int i = 0; i < 2; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            bool hasRoom = admissions.HasRoomElsewhere(demand, budget, routes[0], awaited: 0, clock.Now);
            routes[0].Quota.Leave(0);
            bool isAdmitted = admissions.TryAdmit(demand, budget, 0, clock.Now, report, out Admission admission);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(hasRoom && isAdmitted && admission.Route == routes[0]);
        }

        Assert.Equal(0, allocated);
    }

    private static async Task<string> ServedByAsync(CapacityAwareChatClient client, bool streaming, int calls)
    {
        string served = string.Empty;
        for (int i = 0; i < calls; i++)
        {
            string? said = client.Monitor().Explain(Ask.Question).Route;
            string? by = (await client.AskAsync(streaming)).GetRoutingReport()!.ServedBy;
            Assert.Equal(by, said);
            served += by;
        }

        return served;
    }

    private CapacityAwareChatClient Client(IRouteSelector selector) => Client(selector, TestClient.Saying("a"), TestClient.Saying("b"), TestClient.Saying("c"));

    private CapacityAwareChatClient Client(IRouteSelector selector, params IChatClient[] models) =>
        new(models.Select((model, index) => new ModelRoute("abc"[index].ToString(), model) { Limits = Ten }), new() { SafetyReserve = 0 }, _time, selector);
}
