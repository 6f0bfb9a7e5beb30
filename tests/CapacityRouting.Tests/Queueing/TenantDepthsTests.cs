using CapacityRouting.Queueing;

namespace CapacityRouting.Tests.Queueing;

public sealed class TenantDepthsTests
{
    private readonly TenantDepths _depths = new();

    [Fact]
    public void GivenUpTo_DepthsOfOneSize_IsExact()
    {
        for (int i = 0; i < 1_000; i++)
            _depths.Change(from: 0, to: 100);

        Assert.Equal(0, _depths.GivenUpTo(0));
        Assert.Equal(30_000, _depths.GivenUpTo(30));
        Assert.Equal(100_000, _depths.GivenUpTo(100));
        Assert.Equal(100_000, _depths.GivenUpTo(long.MaxValue));
    }

    [Fact]
    public void GivenUpTo_AnyDepths_IsNeverLessAndAtMostATwofold()
    {
        Random random = new(1);
        long[] depths = [.. Enumerable.Range(0, 500).Select(_ => random.NextInt64(1, 100_000))];
        foreach (long depth in depths)
            _depths.Change(from: 0, to: depth);

        for (long most = 1; most < 200_000; most *= 3)
        {
            long exact = depths.Sum(depth => Math.Min(depth, most));
            Assert.InRange(_depths.GivenUpTo(most), exact, 2 * exact);
        }
    }

    [Fact]
    public void Change_ThereAndBack_LeavesNothing()
    {
        _depths.Change(0, 100);
        _depths.Change(100, 5_000);
        Assert.Equal(5_000, _depths.Tokens);
        _depths.Change(5_000, 0);

        Assert.Equal((0, 0), (_depths.Tokens, _depths.GivenUpTo(long.MaxValue)));
    }
}
