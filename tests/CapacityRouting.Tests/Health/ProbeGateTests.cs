using CapacityRouting.Health;

namespace CapacityRouting.Tests.Health;

public sealed class ProbeGateTests
{
    private readonly ProbeGate _gate = new();

    [Fact]
    public void TryPass_Open_AlwaysPasses()
    {
        Assert.False(_gate.IsShut);
        Assert.True(_gate.TryPass(long.MinValue + 1, 1));
        Assert.True(_gate.TryPass(long.MaxValue, 1));
    }

    [Fact]
    public void TryPass_ShutAndDue_PassesOnceAndMovesTheTimeOn()
    {
        Assert.True(_gate.ShutUntil(100));

        Assert.False(_gate.TryPass(99, 50));
        Assert.True(_gate.TryPass(120, 50));
        Assert.False(_gate.TryPass(120, 50));
        Assert.Equal(50, _gate.RemainingTicks(120));
        Assert.True(_gate.TryPass(170, 50));
    }

    [Fact]
    public void ShutUntil_WhileShut_SaysItWasNotOpen()
    {
        Assert.True(_gate.ShutUntil(100));
        Assert.False(_gate.ShutUntil(200));
        Assert.Equal(200, _gate.RemainingTicks(0));
    }

    [Fact]
    public void Reopen_WhileShut_LetsAllThrough()
    {
        _gate.ShutUntil(100);

        _gate.TryReopen(_gate.Mark);

        Assert.False(_gate.IsShut);
        Assert.Equal(0, _gate.RemainingTicks(0));
        Assert.True(_gate.TryPass(0, 1));
    }
}
