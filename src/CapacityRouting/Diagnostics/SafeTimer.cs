using CapacityRouting.Capacity;

namespace CapacityRouting.Diagnostics;

/// <summary>Timers whose callbacks may throw. On a timer nobody is there to catch it, and the process would end.</summary>
internal static class SafeTimer
{
    /// <summary>A timer that does not run yet.</summary>
    /// <param name="clock">The time.</param>
    /// <param name="events">Where an exception is told.</param>
    /// <param name="target">What the callback is for.</param>
    /// <param name="callback">What is due.</param>
    public static ITimer Create<T>(Clock clock, RoutingEvents events, T target, Action<T> callback)
        where T : class => clock.Provider.CreateTimer(static due => ((Due<T>)due!).Run(), new Due<T>(events, target, callback), Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private sealed record Due<T>(RoutingEvents Events, T Target, Action<T> Callback)
        where T : class
    {
        public void Run()
        {
            try
            {
                Callback(Target);
            }
            catch (Exception thrown)
            {
                Events.Tell(RoutingEvent.CallbackThrew(typeof(T).Name, thrown));
            }
        }
    }
}
