using Microsoft.Extensions.AI;

namespace CapacityRouting.Simulation;

/// <summary>Looks at the router's routes from time to time, and tells how far the run is.</summary>
internal sealed class RunSampler(IChatClient router, RunClock clock, TimeSpan? every, IProgress<TimeSpan>? progress)
{
    private static readonly TimeSpan BetweenTellings = TimeSpan.FromSeconds(1);

    private readonly List<RunSample> _samples = [];
    private readonly ICapacityMonitor? _monitor = every is null ? null : router.GetService<ICapacityMonitor>();
    private bool _stopped;

    public IReadOnlyList<RunSample> Samples => _samples;

    public async Task RunAsync()
    {
        if (_monitor is null && progress is null)
            return;
        for (; !_stopped; await Task.Delay(every ?? BetweenTellings, clock.Time).ConfigureAwait(false))
        {
            if (_monitor is not null)
                _samples.Add(new(clock.Elapsed, _monitor.GetSnapshot().Routes));
            progress?.Report(clock.Elapsed);
        }
    }

    public void Stop() => _stopped = true;
}
