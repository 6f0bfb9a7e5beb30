using CapacityRouting.Simulation.Providers;

namespace CapacityRouting.Simulation.Tests.Providers;

public sealed class PromptReaderTests
{
    [Fact]
    public void Read_AWorkloadsPrompt_IsWhatItSays()
    {
        ProviderRequest request = PromptReader.Read("gpt", isStream: true, "[call 7: 100 tokens in, 50 out] xxxx", 412, 400, new Random(1));

        Assert.Equal(new ProviderRequest(7, "gpt", IsStream: true, 412, 100, 50, 400), request);
        Assert.Equal(103, request.EstimatedInputTokens);
    }

    [Fact]
    public void Read_AWorkloadsPromptOfNoAnswer_AnswersWithAToken() =>
        Assert.Equal(1, PromptReader.Read("gpt", isStream: false, "[call 7: 100 tokens in, 0 out] ", 400, null, new Random(1)).OutputTokens);

    [Theory]
    [InlineData("Why is the sky blue?")]
    [InlineData("[call 7: many tokens in, 50 out] ")]
    [InlineData("[call 7: 100 tokens in, 50 out")]
    [InlineData("")]
    public void Read_AnyOtherPrompt_IsSomethingLikely(string opening)
    {
        for (int seed = 0; seed < 100; seed++)
        {
            ProviderRequest request = PromptReader.Read("gpt", isStream: false, opening, 380, 200, new Random(seed));

            // 380 / 3.8 and 7 more; 30 % to all of the 200.
            Assert.Equal((-1, 380, 107, 200), (request.Call, request.PromptCharacters, request.InputTokens, request.MaxOutputTokens));
            Assert.InRange(request.OutputTokens, 60, 200);

            // Nothing said, 128 are the most.
            Assert.InRange(PromptReader.Read("gpt", isStream: false, opening, 380, null, new Random(seed)).OutputTokens, 38, 128);
        }
    }
}
