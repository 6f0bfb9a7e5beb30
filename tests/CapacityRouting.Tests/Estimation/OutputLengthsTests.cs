using CapacityRouting.Estimation;

namespace CapacityRouting.Tests.Estimation;

/// <summary>The common guess begins at 256 tokens; a longer answer raises a guess by 8 %, a shorter one lowers it by 2 %.</summary>
public sealed class OutputLengthsTests
{
    private readonly OutputLengths _output = new();

    [Theory]
    [InlineData(null)]
    [InlineData("summarise")]
    public void Likely_NothingObserved_IsTheFirstGuess(string? purpose) => Assert.Equal(256, _output.Likely(purpose));

    [Fact]
    public void Observe_WithoutAPurpose_TeachesTheCommonGuess()
    {
        _output.Observe(purpose: null, 1_000);

        Assert.Equal(276, _output.Likely(null)); // 256 * 1.08 = 276.48
        Assert.Equal(276, _output.Likely("not seen"));
    }

    [Fact]
    public void Observe_TheFirstOfAPurpose_BeginsItsOwnAndTeachesTheGuessThatItWasReservedBy()
    {
        _output.Observe("classify", 3);

        Assert.Equal(3, _output.Likely("classify"));
        Assert.Equal(3, _output.Likely("Classify"));
        Assert.Equal(250, _output.Likely(null)); // 256 * 0.98 = 250.88
    }

    [Fact]
    public void Observe_LaterOnesOfAPurpose_LeaveTheOthersAlone()
    {
        _output.Observe("classify", 3);
        long common = _output.Likely(null);

        for (int i = 0; i < 100; i++)
            _output.Observe("write", 4_000);

        Assert.InRange(_output.Likely("write"), 3_900, 4_400);
        Assert.Equal(3, _output.Likely("classify"));
        Assert.InRange(_output.Likely(null), common, common * 1.09);
    }

    [Fact]
    public void Observe_MorePurposesThanThereIsRoomFor_TeachTheCommonGuess()
    {
        for (int i = 0; i < OutputLengths.MostPurposes; i++)
            _output.Observe($"purpose {i}", 10);
        long common = _output.Likely(null);

        _output.Observe("one too many", 10);

        Assert.Equal(10, _output.Likely("purpose 63"));
        Assert.Equal(_output.Likely(null), _output.Likely("one too many"));
        Assert.True(_output.Likely(null) < common);
    }

    [Fact]
    public async Task Observe_ManyNewPurposesAtOnce_KeepNoMoreThanTheyMay()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 1_000; i++)
                _output.Observe($"purpose {i}", 7);
        })));

        for (int i = 0; i < 200; i++)
            _output.Observe(purpose: null, 5_000);
        Assert.InRange(Enumerable.Range(0, 1_000).Count(i => _output.Likely($"purpose {i}") < 1_000), 1, OutputLengths.MostPurposes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Observe_AbsurdLengths_LeaveAGuessOfAtLeastOne(long tokens)
    {
        for (int i = 0; i < 100; i++)
            _output.Observe("odd", tokens);

        Assert.True(_output.Likely("odd") >= 1);
    }

    [Fact]
    public void Likely_OfAKnownPurpose_AllocatesNothing()
    {
        _output.Observe("known", 10);
        _output.Observe("known", 10);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 100; i++)
            _output.Observe("known", _output.Likely("known"));

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
