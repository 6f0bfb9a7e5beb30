using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Running;

/// <summary>How soon after its fault the preferred provider is preferred again.</summary>
internal static class PreferredAgain
{
    private const double AsBefore = 0.9;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The time from the end of the last fault that ends to the first call that the provider serves, with nine of ten calls of the next ten seconds. Null without such a fault, when it never
    /// is, and when the run ends too early to tell.
    /// </summary>
    public static TimeSpan? After(RunResult run)
    {
        ProviderSettings preferred = run.Providers[0];
        TimeSpan[] ends = [.. preferred.Faults.Select(fault => fault.Until).Where(until => until < run.Workload.Duration)];
        if (ends.Length == 0)
            return null;
        TimeSpan end = ends.Max();
        CallRecord[] after = [.. run.Calls.Where(call => call.SentAt >= end)];
        for (int i = 0; i < after.Length && after[i].SentAt + Span <= run.Workload.Duration; i++)
        {
            CallRecord[] next = [.. after.Skip(i).TakeWhile(call => call.SentAt < after[i].SentAt + Span)];
            if (IsServed(after[i]) && next.Count(IsServed) >= AsBefore * next.Length)
                return after[i].SentAt - end;
        }

        return null;

        bool IsServed(CallRecord call) => string.Equals(call.ServedBy, preferred.Name, StringComparison.Ordinal);
    }
}
