using CapacityRouting.Queue.Models;
using CapacityRouting.Queue.Running;
using CapacityRouting.Simulation;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Queue.Forecasts;

/// <summary>Lets arrivals come to one route, in virtual time, and notes what was foretold to each and what became of it.</summary>
internal sealed class ForecastRun
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly VirtualTime _time = new();
    private readonly CapacityAwareChatClient _client;
    private readonly ICapacityMonitor _monitor;
    private readonly Arrival[] _arrivals;
    private readonly TimeSpan _patience;

    private ForecastRun(ForecastScenario scenario, Arrival[] arrivals, TimeSpan patience)
    {
        CapacityRoutingOptions options = Routers.Options();
        options.TokenEstimator = new ScriptEstimator();
        _client = new([new ModelRoute("a", StubModel.Scripted(_time)) { Limits = scenario.Limits }], options, _time);
        _monitor = Routers.MonitorOf(_client);
        (_arrivals, _patience) = (arrivals, patience);
    }

    /// <summary>What became of every call.</summary>
    public static CallFate[] Of(ForecastScenario scenario, Arrival[] arrivals, TimeSpan patience, TimeAllowance allowance)
    {
        CallFate[] fates = [];
        ForecastRun run = new(scenario, arrivals, patience);
        run.Run(async () => fates = await Task.WhenAll(await run.ComeAsync(arrivals.Length, patient: null)), allowance);
        return fates;
    }

    /// <summary>Whether a refused call would have started in time in the line. The same arrivals come again, and that call alone has endless patience.</summary>
    public static bool WouldHaveStarted(ForecastScenario scenario, Arrival[] arrivals, TimeSpan patience, int call, TimeAllowance allowance)
    {
        CallFate? fate = null;
        ForecastRun run = new(scenario, arrivals, patience);
        run.Run(async () => fate = await run.ShadowAsync(call), allowance);
        return fate!.IsServed && fate.Waited <= patience;
    }

    private void Run(Func<Task> main, TimeAllowance allowance) => _time.Run(async () =>
    {
        using ITimer guard = _time.CreateTimer(_ => allowance.ThrowIfSpent(), null, Tick, Tick);
        await main();
    });

    private async Task<CallFate> ShadowAsync(int patient)
    {
        List<Task<CallFate>> calls = await ComeAsync(patient + 1, patient);

        // Later calls may overtake it.
        Task others = ComeAsync(_arrivals.Length, patient: null, from: patient + 1);
        CallFate fate = await calls[patient];
        GC.KeepAlive(others);
        return fate;
    }

    private async Task<List<Task<CallFate>>> ComeAsync(int to, int? patient, int from = 0)
    {
        List<Task<CallFate>> calls = [];
        for (int call = from; call < to; call++)
        {
            await InlineDelay.For(_arrivals[call].After, _time, CancellationToken.None);
            calls.Add(AskAsync(_arrivals[call], call == patient ? Routers.Endless : _patience));
        }

        return calls;
    }

    private async Task<CallFate> AskAsync(Arrival arrival, TimeSpan patience)
    {
        ChatMessage[] messages = arrival.Script.ToMessages();
        ChatOptions options = arrival.Script.ToOptions(arrival.Routing with { MaxWait = patience });
        TimeSpan? forecast = _monitor.Explain(messages, options) is { Route: not null } explained ? explained.Wait : null;
        TimeSpan came = _time.Elapsed;
        try
        {
            ChatResponse response = await _client.GetResponseAsync(messages, options);
            return new(arrival.Routing.Priority, forecast, response.GetRoutingReport()!.Waited, IsServed: true);
        }
        catch (NoRouteAvailableException)
        {
            return new(arrival.Routing.Priority, forecast, _time.Elapsed - came, IsServed: false);
        }
    }
}
