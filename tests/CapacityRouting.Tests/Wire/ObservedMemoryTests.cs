using CapacityRouting.Wire;

namespace CapacityRouting.Tests.Wire;

/// <summary>What is kept of a body does not grow with the body.</summary>
public sealed class ObservedMemoryTests
{
    private const long Most = 256 * 1024;
    private const long Megabyte = 1 << 20;

    private readonly byte[] _buffer = new byte[64 * 1024];

    [Fact]
    public void Answer_OfAHundredMegabytes_IsWatchedInLittleMemory()
    {
        using WatchedStream watched = new(new Endless(100 * Megabyte));

        Assert.InRange(AllocatedBy(() =>
        {
            Drain(watched);
            _ = (watched.Error, watched.UnreadableBody, watched.End);
        }), 1, Most);
    }

    [Fact]
    public void Error_OfAGigabyte_IsReadInLittleMemory()
    {
        using Endless body = new(1024 * Megabyte);

        Assert.InRange(AllocatedBy(() =>
        {
            using ReplayedStream replayed = ReplayedStream.Read(body);
            Assert.Equal(ObservedResponse.LongestBody, replayed.TextIn("utf-8").Length);
            Drain(replayed);
        }), ObservedResponse.LongestBody, 2 * Most);
    }

    private static long AllocatedBy(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private void Drain(Stream stream)
    {
        while (stream.Read(_buffer) > 0)
            continue;
    }

    private sealed class Endless(long length) : ForwardStream
    {
        private long _left = length;

        public override int Read(Span<byte> buffer)
        {
            int count = (int)Math.Min(buffer.Length, _left);
            buffer[..count].Fill((byte)'x');
            _left -= count;
            return count;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
    }
}
