namespace CapacityRouting.Tests.Tools;

/// <summary>
/// Runs something as a timer or a network thread does, without the test framework's synchronization context: what it wakes goes on there and then,
/// and not on some other thread a little later.
/// </summary>
internal static class Bare
{
    public static void Run(Action action)
    {
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            action();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }
}
