using CapacityRouting.ScriptedProvider;

namespace CapacityRouting.Simulation.Tests;

/// <summary>The public surface changes only on purpose.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void PublicApi_OfTheSimulation_IsAsWritten() => PublicApi.AssertIsAsWritten(typeof(Simulator).Assembly);
}
