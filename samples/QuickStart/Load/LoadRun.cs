using CapacityRouting.Simulation;

namespace QuickStart.Load;

/// <summary>Sends the planned calls, each at its time, and waits for the last answer.</summary>
internal sealed class LoadRun(Caller caller, IReadOnlyList<PlannedCall> plan, RunClock clock, RunProgress progress)
{
    /// <param name="stop">Sends no further calls; those under way are finished.</param>
    public async Task<IReadOnlyList<CallResult>> RunAsync(CancellationToken stop)
    {
        clock.Start();
        var underWay = new List<Task<CallResult>>(plan.Count);
        try
        {
            foreach (var call in plan)
            {
                await clock.UntilAsync(call.DueAt, stop);
                underWay.Add(SendAsync(call));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The user has seen enough: the summary covers what was sent.
        }

        return await Task.WhenAll(underWay);
    }

    private async Task<CallResult> SendAsync(PlannedCall call)
    {
        progress.Sent();
        var result = await caller.CallAsync(call);
        progress.Finished(result);
        return result;
    }
}
