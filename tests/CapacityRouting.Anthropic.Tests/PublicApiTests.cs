using CapacityRouting.ScriptedProvider;

namespace CapacityRouting.Tests;

/// <summary>The public surface changes only on purpose.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void PublicApi_OfTheAdapter_IsAsWritten() => PublicApi.AssertIsAsWritten(typeof(AnthropicRoutingExtensions).Assembly);
}
