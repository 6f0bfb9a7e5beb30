using CapacityRouting.Chat.Continuation;

namespace CapacityRouting.Tests.Chat.Continuation;

public sealed class ReceivedTextTests
{
    [Fact]
    public void Append_ManyPieces_KeepsThemInOrder()
    {
        using ReceivedText text = new();
        string expected = string.Concat(Enumerable.Range(0, 2_000).Select(i => $"{i},"));

        for (int i = 0; i < 2_000; i++)
            text.Append($"{i},");

        Assert.Equal(expected, text.ToString());
        Assert.Equal(expected.Length, text.Length);
        Assert.True(text.Span.SequenceEqual(expected));
    }

    [Fact]
    public void Append_NothingYetOrNothingMore_IsEmpty()
    {
        using ReceivedText text = new();

        text.Append([]);

        Assert.Equal((0, ""), (text.Length, text.ToString()));
    }

    [Fact]
    public void Dispose_TwiceAndUsedAgain_BeginsAnew()
    {
        ReceivedText text = new();
        text.Append("old");

        text.Dispose();
        text.Dispose();
        Assert.Equal(0, text.Length);
        text.Append("new");

        Assert.Equal("new", text.ToString());
        text.Dispose();
    }

    [Fact]
    public void Append_IntoABufferThatHasRoom_AllocatesNothing()
    {
        using ReceivedText text = new();
        text.Append("warm");
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 200; i++)
            text.Append("word ");

        // 4 + 200 x 5 characters, in the smallest buffer, of 1,024.
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(1_004, text.Length);
    }
}
