using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Conformance;

/// <summary>Estimates as a caller sees them: their source, and what they learn.</summary>
public sealed class EstimationTests
{
    // By the built-in estimate 104 tokens of input; of output 256 at first.
    private static readonly ChatMessage[] Hundred = [new(ChatRole.User, new string('x', 400))];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reported_Usage_CorrectsWhatIsReserved(bool streaming)
    {
        using CapacityAwareChatClient client = Router(Answering(input: 156, output: 10));

        Assert.Equal(104 + 256, (await AskAsync(client, streaming)).EstimatedTokens);
        for (int i = 0; i < 60; i++)
            await AskAsync(client, streaming, purpose: "count");

        Assert.InRange((await AskAsync(client, streaming, purpose: "count")).EstimatedTokens, 160, 168); // 104 * 1.5 + 10, nearly
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CachedTokens_OfTheUsage_AreInputAllTheSame(bool within)
    {
        ChatResponse answer = TestClient.Says("ok");
        answer.Usage = new() { InputTokenCount = within ? 208 : 8, CachedInputTokenCount = within ? 150 : 200, OutputTokenCount = 1 };
        using CapacityAwareChatClient client = Router(new() { OnResponse = (_, _, _) => Task.FromResult(answer) });

        for (int i = 0; i < 100; i++)
            await AskAsync(client, purpose: "count");

        Assert.InRange((await AskAsync(client, purpose: "count")).EstimatedTokens, 205, 210); // 104 * 2 + 1
    }

    [Fact]
    public async Task Usage_OfNoInput_TeachesNothing()
    {
        using CapacityAwareChatClient client = Router(Answering(input: 0, output: 1));

        for (int i = 0; i < 50; i++)
            await AskAsync(client, purpose: "count");

        Assert.Equal(104 + 1, (await AskAsync(client, purpose: "count")).EstimatedTokens);
    }

    [Fact]
    public async Task Estimator_OfARoute_WinsOverThatOfTheOptionsAndIsAskedOnceForACall()
    {
        CountingEstimator common = new(_ => 1_000);
        CountingEstimator own = new(messages => messages.Count * 50);
        ModelRoute[] routes =
        [
            new("a", TestClient.Failing(500)) { TokenEstimator = own, Profile = ProviderProfile.Anthropic, Limits = new() { TokensPerMinute = 100_000 } },
            new("b", TestClient.Failing(500)) { Profile = ProviderProfile.Anthropic, Limits = new() { TokensPerMinute = 100_000 } },
            new("c", TestClient.Saying("ok")) { Profile = ProviderProfile.Anthropic, Limits = new() { TokensPerMinute = 100_000 } },
        ];
        using CapacityAwareChatClient client = new(routes, new() { TokenEstimator = common }, new FakeTimeProvider());

        RoutingReport report = await AskAsync(client);

        Assert.Equal("c", report.ServedBy);
        Assert.Equal(1_000 + 256, report.EstimatedTokens);
        Assert.Equal((1, 1), (own.Calls, common.Calls));
        Assert.Equal(50 + 256, client.Monitor().Explain(Hundred).EstimatedTokens);
    }

    [Theory]
    [InlineData(false, "threw FormatException")]
    [InlineData(true, "returned less than zero")]
    public async Task Estimator_ThatFails_IsReplacedByTheBuiltInOneAndToldOncePerRoute(bool negative, string told)
    {
        CapturingLoggerFactory log = new();
        CountingEstimator broken = new(_ => negative ? -7 : throw new FormatException("a word of the prompt"));
        ModelRoute[] routes = [new("a", TestClient.Failing(503)) { Profile = ProviderProfile.Anthropic }, new("b", new TestClient()) { Profile = ProviderProfile.Anthropic }];
        using CapacityAwareChatClient client = new(routes, new() { TokenEstimator = broken }, new FakeTimeProvider(), log);

        Assert.Equal(104 + 256, (await AskAsync(client)).EstimatedTokens);
        for (int i = 0; i < 3; i++)
            await AskAsync(client);

        string[] complaints = [.. log.Messages.Where(message => message.Contains("token estimator", StringComparison.Ordinal))];
        Assert.Equal(2, complaints.Length);
        Assert.All(complaints, complaint => Assert.Contains(told, complaint, StringComparison.Ordinal));
        Assert.Contains("route a", complaints[0], StringComparison.Ordinal);
        Assert.Contains("route b", complaints[1], StringComparison.Ordinal);
        Assert.DoesNotContain(log.Messages, message => message.Contains("prompt", StringComparison.Ordinal));
    }

    private static TestClient Answering(long input, long output)
    {
        ChatResponse answer = TestClient.Says("ok");
        answer.Usage = new() { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output };
        return new() { OnResponse = (_, _, _) => Task.FromResult(answer) };
    }

    private static CapacityAwareChatClient Router(TestClient model) => new([new("a", model) { Profile = ProviderProfile.Anthropic }], timeProvider: new FakeTimeProvider());

    private static async Task<RoutingReport> AskAsync(CapacityAwareChatClient client, bool streaming = false, string? purpose = null) =>
        (await client.AskAsync(streaming, new ChatOptions().WithRouting(new() { Purpose = purpose }), Hundred)).GetRoutingReport()!;
}
