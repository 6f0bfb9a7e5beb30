using CapacityRouting.ScriptedProvider;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests;

/// <summary>The real SDK on the only route, over sockets: what fails once is tried again by the router, since the adapter turns the SDK's own retries off.</summary>
public sealed class RetryWhenAloneTests
{
    private const int Calls = 100;
    private const int Every = 5;

    private readonly FakeTimeProvider _time = new();

    public static TheoryData<string, string, bool> Hiccups
    {
        get
        {
            TheoryData<string, string, bool> data = [];
            foreach (string fault in (string[])["500", "503", "reset"])
                foreach (string seenBy in (string[])[nameof(Sight.Policy), nameof(Sight.Handler), nameof(Sight.Neither)])
                {
                    data.Add(fault, seenBy, false);
                    data.Add(fault, seenBy, true);
                }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Hiccups))]
    public async Task EveryFifthCall_FailsOnce_NoneIsLost(string fault, string seenBy, bool streaming)
    {
        Reply hiccup = fault == "reset" ? Reply.Reset : Reply.Json(int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture), OpenAIWire.Error("Busy just now.", "server_error", null));
        await using Provider provider = Provider.Answering([.. Enumerable.Range(0, Calls + (Calls / Every)).Select(i => i % (Every + 1) == 0 ? hiccup : AnswerOf(streaming))]);
        using CapacityAwareChatClient client = Router(provider, Enum.Parse<Sight>(seenBy));

        List<ChatResponse> answers = [];
        for (int i = 0; i < Calls; i++)
            answers.Add(await RunAsync(client.AskAsync(streaming)));

        Assert.All(answers, answer => Assert.Equal("the first answers", answer.Text));
        Assert.Equal(Calls / Every, answers.Count(answer => answer.GetRoutingReport()!.Attempts.Count == 2));
        Assert.Equal(Calls + (Calls / Every), provider.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task StatedWait_OfASecond_IsWaitedFor(bool streaming)
    {
        Reply refusal = Reply.Json(429, OpenAIWire.Error("Rate limit reached.", "requests", "rate_limit_exceeded"), ("Retry-After", "1"));
        await using Provider provider = Provider.Answering(refusal, AnswerOf(streaming));
        using CapacityAwareChatClient client = Router(provider, Sight.Policy);

        RoutingReport report = (await RunAsync(client.AskAsync(streaming))).GetRoutingReport()!;

        Assert.Equal([FailureKind.RateLimited, null], report.Attempts.Select(attempt => attempt.Failure?.Kind));

        // The clock runs on while threads change, so that only the least time is certain.
        Assert.InRange(report.Waited, TimeSpan.FromSeconds(1), TimeSpan.MaxValue);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task StatedWait_WithoutPatience_IsRefusedAtOnceWithIt(bool streaming)
    {
        Reply refusal = Reply.Json(429, OpenAIWire.Error("Rate limit reached.", "requests", "rate_limit_exceeded"), ("Retry-After", "1"));
        await using Provider provider = Provider.Answering(refusal);
        using CapacityAwareChatClient client = Router(provider, Sight.Policy);

        System.ClientModel.ClientResultException refused = await Assert.ThrowsAsync<System.ClientModel.ClientResultException>(
            () => client.AskAsync(streaming, new ChatOptions().WithRouting(new() { MaxWait = TimeSpan.Zero })));

        RoutingAttempt only = Assert.Single(refused.GetRoutingReport()!.Attempts);
        Assert.Equal((TimeSpan.FromSeconds(1), 1), (only.Failure!.RetryAfter, provider.Requests));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Failures_ThatTheSdkWasSeenToRepeat_AreNotTriedAgain(bool streaming)
    {
        await using Provider provider = Provider.Answering(Reply.Json(503, "{}"));
        using CapacityAwareChatClient client = new(
            [new("only", OpenAIClients.At(provider.Address, new OpenAI.OpenAIClientOptions { RetryPolicy = new RetryAtOnce(times: 2) }.UseCapacityRouting()))], Options(), _time);

        await Assert.ThrowsAsync<System.ClientModel.ClientResultException>(() => RunAsync(client.AskAsync(streaming)));

        Assert.Equal(3, provider.Requests);
    }

    private static Reply AnswerOf(bool streaming) => streaming
        ? Reply.Events(OpenAIWire.RoleChunk, OpenAIWire.TextChunk, OpenAIWire.StopChunk, OpenAIWire.Done)
        : Reply.Json(200, OpenAIWire.Answer);

    /// <summary>No attempt is timed and patience is long: the clock runs while the sockets take their time.</summary>
    private static CapacityRoutingOptions Options() =>
        new CapacityRoutingOptions { MaxWait = TimeSpan.FromDays(1), Timeouts = new() { FirstToken = TimeLimit.None, Idle = TimeLimit.None, Total = TimeLimit.None } }.UseOpenAI();

    private CapacityAwareChatClient Router(Provider provider, Sight sight) => new([new("only", OpenAIClients.At(provider.Address, sight))], Options(), _time);

    private async Task<ChatResponse> RunAsync(Task<ChatResponse> call)
    {
        for (; !call.IsCompleted; await Task.Yield())
            Bare.Run(() => _time.Advance(TimeSpan.FromMilliseconds(50)));
        return await call;
    }
}
