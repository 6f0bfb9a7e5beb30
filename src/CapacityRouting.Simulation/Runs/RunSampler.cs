using Microsoft.Extensions.AI;

namespace CapacityRouting.Simulation;

/// <summary>Samples the router's routes from time to time, and reports the progress of the run.</summary>
internal sealed class RunSampler(IChatClient router, RunClock clock, RunSettings settings, IProgress<TimeSpan>? progress)
{
    private static readonly TimeSpan BetweenTellings = TimeSpan.FromSeconds(1);

    // Sampling without an end would keep a run alive in which every call waits for an event that never comes.
    private static readonly TimeSpan AfterTheLastCall = TimeSpan.FromHours(1);

    private readonly List<RunSample> _samples = [];
    private readonly TimeSpan _last = settings.Workload.Duration + AfterTheLastCall;
    private readonly ICapacityMonitor? _monitor = settings.SampleEvery is null ? null : router.GetService<ICapacityMonitor>();
    private bool _stopped;

    public IReadOnlyList<RunSample> Samples => _samples;

    public async Task RunAsync()
    {
        if (_monitor is null && progress is null)
            return;
        while (!_stopped && clock.Elapsed <= _last)
        {
            if (_monitor is not null)
                _samples.Add(new(clock.Elapsed, _monitor.GetSnapshot().Routes));
            progress?.Report(clock.Elapsed);
            await InlineDelay.For(settings.SampleEvery ?? BetweenTellings, clock.Time, CancellationToken.None).ConfigureAwait(false);
        }
    }

    public void Stop() => _stopped = true;
}
