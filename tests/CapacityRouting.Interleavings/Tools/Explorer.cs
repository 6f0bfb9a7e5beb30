namespace CapacityRouting.Interleavings.Tools;

/// <summary>Tries a scenario under every schedule with at most so many preemptions.</summary>
internal static class Explorer
{
    /// <param name="make">Makes the scenario anew for each run; it must not depend on anything but itself.</param>
    /// <param name="preemptions">How often a program may be interrupted where it could have gone on.</param>
    /// <returns>How many schedules there were.</returns>
    /// <exception cref="InterleavingException">Something does not hold; the message has the schedule.</exception>
    public static int Explore(Func<Scenario> make, int preemptions = 3)
    {
        // What is awaited goes on where it is completed: under a context of the test's it would go on elsewhere.
        SynchronizationContext? context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return ExploreAll(make, preemptions);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private static int ExploreAll(Func<Scenario> make, int preemptions)
    {
        Schedule schedule = new(preemptions);
        using Scheduler scheduler = new(schedule, make().Programs.Length);
        int runs = 0;
        do
        {
            runs++;
            if (Run(make(), scheduler) is null)
                continue;
            List<string> trace = [];
            Exception failure = Run(make(), scheduler, trace)!;
            throw new InterleavingException($"Schedule {runs}: {failure.Message}{Environment.NewLine}{string.Join(Environment.NewLine, trace)}", failure);
        }
        while (schedule.MoveNext());
        return runs;
    }

    private static Exception? Run(Scenario scenario, Scheduler scheduler, List<string>? trace = null) =>
        scheduler.Run(scenario.Programs, trace) ?? Record.Exception(scenario.Check);
}
