using CapacityRouting.Simulation.Tool.Input;
using CapacityRouting.Simulation.Tool.Runs;
using CapacityRouting.Simulation.Tool.Tests.Tools;

namespace CapacityRouting.Simulation.Tool.Tests.Runs;

public sealed class FittingRequestsTests : IDisposable
{
    private readonly Workshop _workshop = new();

    // The smallest request has 100 tokens in, and 40 more where the most that it may write is charged at once.
    private readonly Workload _workload = new("calls", [new(TimeSpan.Zero, 100, 10) { MaxOutputTokens = 40 }, new(TimeSpan.Zero, 500, 10) { MaxOutputTokens = 40 }]);

    public void Dispose() => _workshop.Dispose();

    [Theory]
    [InlineData("""{ "MaxInputTokens": 99 }""", "{}", "its MaxInputTokens is 99, and the smallest request of 'calls' has 100 input tokens.")]
    [InlineData("""{ "Limits": { "TokensPerMinute": 99 } }""", "{}", "its TokensPerMinute is 99, and the smallest request of 'calls' has 100 input tokens.")]
    [InlineData("""{ "Limits": { "InputTokensPerMinute": 99 } }""", "{}", "its InputTokensPerMinute is 99, and the smallest request of 'calls' has 100 input tokens.")]
    [InlineData("{}", """{ "ContextWindow": 99 }""", "its ContextWindow is 99, and the smallest request of 'calls' has 100 input tokens.")]
    [InlineData("{}", """{ "TrueLimits": { "TokensPerDay": 139 } }""", "its true TokensPerDay is 139, and the smallest request of 'calls' has 140 tokens to be admitted.")]
    [InlineData("{}", """{ "TrueLimits": { "OutputTokensPerMinute": 39 } }""", "its true OutputTokensPerMinute is 39, and the smallest request of 'calls' has 40 tokens to be admitted.")]
    [InlineData("{}", """{ "TrueLimits": { "TokensPerMinute": 600, "Burst": "00:00:10" } }""", "its true TokensPerMinute is 100, and the smallest request of 'calls' has 140 tokens to be admitted.")]
    public void Check_ARouteThatNoRequestFits_IsTold(string route, string truth, string expected) =>
        Assert.Equal([$"routes.json(2): Routes:gpt: no request fits: {expected}"], Errors(route, truth));

    [Theory]
    [InlineData("""{ "MaxInputTokens": 100 }""", "{}")]
    [InlineData("""{ "Limits": { "TokensPerMinute": 140 } }""", "{}")]
    [InlineData("""{ "Profile": "Anthropic" }""", """{ "TrueLimits": { "OutputTokensPerMinute": 1 } }""")]
    [InlineData("{}", """{ "TrueLimits": { "TokensPerMinute": 50 }, "Limiter": "Utilization" }""")]
    public void Check_ARouteThatTheSmallestRequestFits_IsFine(string route, string truth) => Assert.Empty(Errors(route, truth));

    [Fact]
    public void Check_TokensOfFewCharacters_AreEstimatedAsFewer()
    {
        // 2 characters a token: 100 tokens are 200 characters, which are always estimated as 50 tokens.
        Assert.Empty(Errors("""{ "Limits": { "InputTokensPerMinute": 50 } }""", "{}", charactersPerToken: 2));
        Assert.Single(Errors("""{ "Limits": { "InputTokensPerMinute": 49 } }""", "{}", charactersPerToken: 2));
    }

    private IEnumerable<string> Errors(string route, string truth, int charactersPerToken = 4)
    {
        InputErrors errors = new();
        RoutesFile file = _workshop.Routes($$"""
            { "Routes": {
                "gpt": {{route}} },
              "Simulation": { "CharactersPerToken": {{charactersPerToken}}, "Routes": { "gpt": {{truth}} } } }
            """);
        FittingRequests.Check(file, _workload, errors);
        return errors.All.Select(error => error[error.IndexOf("routes.json", StringComparison.Ordinal)..]);
    }
}
