using System.Text;
using CapacityRouting.Wire;

namespace CapacityRouting.Tests.Wire;

public sealed class WatchedStreamTests
{
    [Fact]
    public void Error_AskedAgain_IsNotLookedForAgain()
    {
        using WatchedStream watched = Over("""{"error":{"code":503}}""");
        watched.CopyTo(Stream.Null);

        Assert.NotNull(watched.Error);
        Assert.Same(watched.Error, watched.Error);
    }

    [Fact]
    public void Verdicts_OnAnOrdinaryAnswer_CostNothingWhenAskedAgain()
    {
        using WatchedStream watched = Over("""{"choices":[{"message":{"content":"fine"}}],"error":null}""");
        watched.CopyTo(Stream.Null);
        (string?, string?) first = (watched.Error, watched.UnreadableBody);

        long before = GC.GetAllocatedBytesForCurrentThread();
        (string?, string?) second = (watched.Error, watched.UnreadableBody);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal((null, null), first);
        Assert.Equal(first, second);
    }

    [Fact]
    public void Error_ThatComesAfterTheFirstLook_IsFound()
    {
        const string Answer = "data: {\"text\":\"fine\"}\n\n";
        using WatchedStream watched = Over(Answer + "data: {\"error\":{\"code\":503}}\n\n");

        watched.ReadExactly(new byte[Answer.Length]);
        string? early = watched.Error;
        watched.CopyTo(Stream.Null);

        Assert.Null(early);
        Assert.Contains("503", watched.Error, StringComparison.Ordinal);
    }

    private static WatchedStream Over(string body) => new(new MemoryStream(Encoding.UTF8.GetBytes(body)));
}
