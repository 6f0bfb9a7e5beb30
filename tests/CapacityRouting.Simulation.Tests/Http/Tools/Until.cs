namespace CapacityRouting.Simulation.Tests.Http.Tools;

/// <summary>For what a server learns from the network at its own time: nothing tells a test when it has.</summary>
internal static class Until
{
    public static async Task IsTrueAsync(Func<bool> condition)
    {
        while (!condition())
            await Task.Yield();
    }
}
