namespace CapacityRouting.Simulation.Tests.Metrics;

/// <summary>A run that is written down by hand: what a test says happened, and nothing else.</summary>
internal sealed class HandRun(params ProviderSettings[] providers)
{
    private readonly List<CallRecord> _calls = [];
    private readonly List<ProviderVisit> _visits = [];
    private readonly List<RunSample> _samples = [];

    public CallRecord Call(SimulatedCall call, CallOutcome outcome, double wait = 0)
    {
        CallRecord record = new(_calls.Count, call, isStream: false) { Outcome = outcome, Outcomes = 1, AddedWait = TimeSpan.FromSeconds(wait) };
        _calls.Add(record);
        return record;
    }

    public CallRecord Call(double at, CallOutcome outcome = CallOutcome.Served) => Call(new SimulatedCall(TimeSpan.FromSeconds(at), 100, 100), outcome);

    public void Visit(string provider, double at, VisitEnd end) => _visits.Add(new(provider, 0, TimeSpan.FromSeconds(at)) { End = end });

    public void Sample(double at, params BucketSnapshot[] buckets) =>
        _samples.Add(new(TimeSpan.FromSeconds(at), [new() { Name = providers[0].Name, Buckets = buckets }, new() { Name = "another", Buckets = [] }]));

    /// <summary>Its figures. The patience is 10 seconds, and the oracle serves every call.</summary>
    public RunMetrics Measure() => RunMetrics.Of(
        new(new("by hand", _calls.Select(call => call.Call)), providers, _calls, _visits, _samples, TimeSpan.FromSeconds(10)),
        new(_calls.Count, 1, [.. providers.Select(_ => (double)_calls.Count)]));
}
