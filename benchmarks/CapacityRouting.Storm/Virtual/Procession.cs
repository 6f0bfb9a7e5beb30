using CapacityRouting.Simulation;
using CapacityRouting.Storm.Calls;
using CapacityRouting.Storm.Plans;

namespace CapacityRouting.Storm.Virtual;

/// <summary>Sends calls one after the other, whatever becomes of those before, and waits until all that they left behind must have ended.</summary>
internal static class Procession
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    // Longer than any model hangs, and than any bucket takes to fill.
    private static readonly TimeSpan Aftermath = TimeSpan.FromMinutes(30);

    public static async Task RunAsync(StormCaller caller, IReadOnlyCollection<StormCall> calls, VirtualTime time)
    {
        List<Task> underWay = new(calls.Count);
        foreach (StormCall call in calls)
        {
            underWay.Add(caller.RunAsync(call));
            if (call.Plan.Caller == CallerKind.CancelsInTime)
                underWay.Add(call.CancelAsync(time));
            await InlineDelay.For(Between, time, default);
        }

        await Task.WhenAll(underWay);
        await InlineDelay.For(Aftermath, time, default);
    }
}
