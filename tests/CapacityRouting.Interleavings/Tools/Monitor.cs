using CapacityRouting.Interleavings.Tools;

namespace System.Threading;

/// <summary>What the compiler makes of <c>lock</c> here: a type of this assembly is found before the base library's.</summary>
internal static class Monitor
{
    public static void Enter(object gate, ref bool taken)
    {
        Scheduler.Enter(gate);
        taken = true;
    }

    public static void Exit(object gate) => Scheduler.Exit(gate);
}
