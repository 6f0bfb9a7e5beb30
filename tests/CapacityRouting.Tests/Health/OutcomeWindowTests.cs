using CapacityRouting.Health;

namespace CapacityRouting.Tests.Health;

public sealed class OutcomeWindowTests
{
    private readonly OutcomeWindow _window = new(length: 1_000);

    [Fact]
    public void Exceed_OfNothing_DoesNotHold() => Assert.False(_window.Exceed(ratio: 0.5, least: 1, now: 0));

    [Theory]
    [InlineData(2, 2, true)]
    [InlineData(1, 3, false)]
    [InlineData(3, 0, false)]
    [InlineData(4, 0, true)]
    public void Exceed_OfAHalfOfFour_NeedsBoth(int failed, int served, bool exceeds)
    {
        Note(failed, served, now: 5);

        Assert.Equal(exceeds, _window.Exceed(ratio: 0.5, least: 4, now: 5));
    }

    [Fact]
    public void Exceed_LaterThanTheLength_HasForgotten()
    {
        Note(failed: 4, served: 0, now: 0);

        Assert.True(_window.Exceed(ratio: 0.5, least: 4, now: 999));
        Assert.False(_window.Exceed(ratio: 0.5, least: 4, now: 1_000));
    }

    [Fact]
    public void Exceed_AsItGoesOn_CountsTheLastLengthOnly()
    {
        for (long now = 0; now < 100_000; now += 50)
        {
            Note(failed: 1, served: 1, now);
            Assert.False(_window.Exceed(ratio: 0.51, least: 4, now));
            Assert.Equal(now >= 50, _window.Exceed(ratio: 0.5, least: 4, now));
            Assert.False(_window.Exceed(ratio: 0.5, least: 41, now));
        }
    }

    /// <summary>A count that would not fit is halved with the other one.</summary>
    [Fact]
    public void Exceed_OfVeryMany_KeepsTheShare()
    {
        for (int i = 0; i < 200_000; i++)
            Note(failed: 1, served: 3, now: 0);

        Assert.True(_window.Exceed(ratio: 0.24, least: 50_000, now: 0));
        Assert.False(_window.Exceed(ratio: 0.26, least: 1, now: 0));
    }

    [Fact]
    public void Clear_Forgets()
    {
        Note(failed: 4, served: 0, now: 0);

        _window.Clear();

        Assert.False(_window.Exceed(ratio: 0.5, least: 1, now: 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9)]
    public void Note_InAWindowOfHardlyATick_Counts(long length)
    {
        OutcomeWindow window = new(length);

        window.Note(failed: true, now: 7);

        Assert.True(window.Exceed(ratio: 1, least: 1, now: 7));
    }

    private void Note(int failed, int served, long now)
    {
        for (int i = 0; i < failed; i++)
            _window.Note(failed: true, now);
        for (int i = 0; i < served; i++)
            _window.Note(failed: false, now);
    }
}
