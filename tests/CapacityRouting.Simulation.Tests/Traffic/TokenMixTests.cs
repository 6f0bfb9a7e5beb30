namespace CapacityRouting.Simulation.Tests.Traffic;

/// <summary>100,000 calls of a fixed seed: a mean has a standard deviation of mean * cv / 316. Bounds are four of them, or more.</summary>
public sealed class TokenMixTests
{
    // 800 * 1 / 316 = 2.5 and 200 * 0.8 / 316 = 0.51.
    [Fact]
    public void Chat_Tokens_HaveTheMeansAndVariations()
    {
        IReadOnlyList<SimulatedCall> calls = Calls(TokenMix.Chat);
        Moments input = new(calls.Select(call => (double)call.InputTokens));
        Moments output = new(calls.Select(call => (double)call.OutputTokens));

        Assert.InRange(input.Mean, 790, 810);
        Assert.InRange(input.Cv, 0.95, 1.05);
        Assert.InRange(output.Mean, 198, 202);
        Assert.InRange(output.Cv, 0.77, 0.83);
        Assert.All(calls, call => Assert.Null(call.MaxOutputTokens));
    }

    // 5 % of 100,000 are 5,000, give or take 4 * sqrt(100,000 * 0.05 * 0.95) = 276. Their mean: 60,000 * 0.5 / sqrt(5,000) = 424, four of them 1,697.
    [Fact]
    public void LongContext_Calls_AreThoseOfChatButForTheLongOnes()
    {
        IReadOnlyList<SimulatedCall> chat = Calls(TokenMix.Chat);
        SimulatedCall[] longOnes = [.. Calls(TokenMix.LongContext).Where((call, i) => call != chat[i])];

        Assert.InRange(longOnes.Length, 4_724, 5_276);
        Assert.InRange(longOnes.Average(call => call.InputTokens), 58_303, 61_697);
    }

    // 2,500 * 1.2 / 316 = 9.5.
    [Fact]
    public void Reasoning_Answers_AreLong()
    {
        IReadOnlyList<SimulatedCall> calls = Calls(TokenMix.Reasoning);

        Assert.InRange(calls.Average(call => call.OutputTokens), 2_462, 2_538);
        Assert.Equal(Calls(TokenMix.Chat).Select(call => call.InputTokens), calls.Select(call => call.InputTokens));
    }

    [Fact]
    public void MaxOutputTokens_Calls_CarryItAndEndThere()
    {
        IReadOnlyList<SimulatedCall> free = Calls(TokenMix.Chat);
        IReadOnlyList<SimulatedCall> limited = Calls(TokenMix.Chat with { MaxOutputTokens = 150 });

        Assert.All(limited, call => Assert.Equal(150, call.MaxOutputTokens));
        Assert.Equal(free.Select(call => Math.Min(150, call.OutputTokens)), limited.Select(call => call.OutputTokens));
    }

    [Fact]
    public void Range_Bounds_AreWhatIsBeyondThem()
    {
        TokenRange bounded = new(800, 1) { Min = 500, Max = 900 };
        IReadOnlyList<SimulatedCall> free = Calls(TokenMix.Chat);

        Assert.Equal(
            free.Select(call => Math.Clamp(call.InputTokens, 500, 900)),
            Calls(TokenMix.Chat with { Input = bounded }).Select(call => call.InputTokens));
    }

    [Fact]
    public void Range_NoVariation_IsTheMeanEachTime() =>
        Assert.All(Calls(new TokenMix(new TokenRange(70, 0), new TokenRange(3, 0))), call => Assert.Equal((70, 3), (call.InputTokens, call.OutputTokens)));

    [Fact]
    public void LongShare_One_MakesEveryPromptLong() =>
        Assert.All(Calls(TokenMix.Chat with { LongShare = 1, LongInput = new TokenRange(90, 0) }), call => Assert.Equal(90, call.InputTokens));

    [Fact]
    public void Range_WidestOfAll_StaysWithinAnInt() =>
        Assert.All(Calls(new TokenMix(new TokenRange(int.MaxValue, 100), new TokenRange(1, 100))), call => Assert.True(call is { InputTokens: >= 1, OutputTokens: >= 1 }));

    [Fact]
    public void Create_WrongValues_AreTold()
    {
        Assert.Equal("Mean must be between 1 and 2147483647, is 0.", Message("Mean", () => new TokenRange(0, 1)));
        Assert.Equal("Mean must be between 1 and 2147483647, is NaN.", Message("Mean", () => new TokenRange(5, 1) with { Mean = double.NaN }));
        Assert.Equal("Cv must be between 0 and 100, is -1.", Message("Cv", () => new TokenRange(5, -1)));
        Assert.Equal("Min must be at least 1, is 0.", Message("Min", () => new TokenRange(5, 1) { Min = 0 }));
        Assert.Equal("Max must be at least 1, is 0.", Message("Max", () => new TokenRange(5, 1) { Max = 0 }));
        Assert.Equal("LongShare must be between 0 and 1, is 1.5.", Message("LongShare", () => TokenMix.Chat with { LongShare = 1.5 }));
        Assert.Equal("MaxOutputTokens must be at least 1, is 0.", Message("MaxOutputTokens", () => TokenMix.Chat with { MaxOutputTokens = 0 }));
    }

    [Fact]
    public void Create_NoRange_IsTheCallersError()
    {
        Assert.Throws<ArgumentNullException>("Input", () => new TokenMix(null!, new TokenRange(5, 1)));
        Assert.Throws<ArgumentNullException>("LongInput", () => TokenMix.Chat with { LongInput = null! });
    }

    [Fact]
    public void Generate_MaxBelowMin_IsToldWithItsPlaceInTheMix()
    {
        TokenMix mix = TokenMix.Chat with { Output = new TokenRange(5, 1) { Min = 10, Max = 4 } };

        Assert.Equal("mix.Output.Max must be at least its Min 10, is 4.", Message("mix", () => Workloads.Stampede(1, TimeSpan.Zero, mix, 1)));
    }

    private static IReadOnlyList<SimulatedCall> Calls(TokenMix mix) => Workloads.Stampede(100_000, TimeSpan.Zero, mix, seed: 9).Calls;

    private static string Message(string parameter, Func<object> make) =>
        Assert.Throws<ArgumentOutOfRangeException>(parameter, make).Message.Split(" (Parameter")[0];
}
