using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

/// <summary>What must not leak: words into logs, exceptions into the finaliser.</summary>
public sealed class DiscretionTests
{
    private const string Prompt = "my-secret-prompt";
    private const string Answer = "my-secret-answer";

    private static readonly ChatMessage[] Question = [new(ChatRole.System, Prompt), new(ChatRole.User, Prompt)];
    private static readonly ChatOptions Options = new() { Instructions = Prompt };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Logs_OfEveryEvent_HaveNoWordOfPromptOrAnswer(bool streaming)
    {
        using CapturingLoggerFactory logs = new();
        TestClient echoing = TestClient.Failing(() => new HttpRequestException($"refused: {Prompt} {Answer}", inner: null, System.Net.HttpStatusCode.TooManyRequests));
        TestClient wrongKey = TestClient.Failing(() => new HttpRequestException($"refused: {Prompt} {Answer}", inner: null, System.Net.HttpStatusCode.Unauthorized));
        using CapacityAwareChatClient client = Make.Router(logs, echoing, wrongKey, TestClient.Saying(Answer));

        await client.AskAsync(streaming, Options, Question);
        await client.GetService<IRouteControl>()!.IsolateAsync("c");
        await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming, Options.WithRouting(new() { MaxWait = TimeSpan.Zero }), Question));

        Assert.NotEmpty(logs.Messages);
        Assert.All(logs.Messages, line =>
        {
            Assert.DoesNotContain(Prompt, line, StringComparison.Ordinal);
            Assert.DoesNotContain(Answer, line, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Logs_OfACall_TellWhoFailedHowAndWhoServed(bool streaming)
    {
        using CapturingLoggerFactory logs = new();
        using CapacityAwareChatClient client = Make.Router(logs, TestClient.Failing(429, "30"), TestClient.Failing(401), new TestClient());

        await client.AskAsync(streaming);

        Assert.Contains(logs.Messages, line => line.StartsWith("Warning: Route a failed: RateLimited (status 429", StringComparison.Ordinal));
        Assert.Contains(logs.Messages, line => line.StartsWith("Error: Route b is closed: Authentication", StringComparison.Ordinal));
        Assert.Contains(logs.Messages, line => line.StartsWith("Debug: Served by c", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Logs_OfAWrongKey_TellItAsAnErrorOnce()
    {
        ManualTime time = new();
        using CapturingLoggerFactory logs = new();
        using CapacityAwareChatClient client = new(Make.Routes(TestClient.Failing(401), new TestClient()), timeProvider: time, loggerFactory: logs);

        for (int i = 0; i < 5; i++)
        {
            await client.AskAsync(streaming: false);
            time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Single(logs.Messages, line => line.StartsWith("Error:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Exceptions_OfClientsLeftBehind_AreAllObserved(bool streaming)
    {
        string mark = $"left behind, streaming {streaming}";
        List<Exception> unobserved = [];
        EventHandler<UnobservedTaskExceptionEventArgs> note = (_, e) =>
        {
            lock (unobserved)
                unobserved.AddRange(e.Exception.Flatten().InnerExceptions.Where(inner => inner.Message == mark));
        };
        TaskScheduler.UnobservedTaskException += note;
        try
        {
            await LeaveBehindByTimeoutAsync(streaming, mark);
            await LeaveBehindByCancellationAsync(streaming, mark);
            await FailAsTheCallerCancelsAsync(streaming, mark);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= note;
        }

        Assert.Empty(unobserved);
    }

    private static async Task LeaveBehindByTimeoutAsync(bool streaming, string mark)
    {
        ManualTime time = new();
        TaskCompletionSource<ChatResponse> answer = new();
        using CapacityAwareChatClient client = Make.Router(time, new TestClient { OnResponse = (_, _, _) => answer.Task }, new TestClient());
        Task<ChatResponse> call = client.AskAsync(streaming);
        time.Advance(TimeSpan.FromMinutes(5));
        await call.DoneAsync();
        answer.SetException(new IOException(mark));
    }

    private static async Task LeaveBehindByCancellationAsync(bool streaming, string mark)
    {
        using CancellationTokenSource caller = new();
        TaskCompletionSource<ChatResponse> answer = new();
        using CapacityAwareChatClient client = Make.Router(new TestClient { OnResponse = (_, _, _) => answer.Task });
        Task<ChatResponse> call = client.AskAsync(streaming, token: caller.Token);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.DoneAsync());
        answer.SetException(new IOException(mark));
    }

    private static async Task FailAsTheCallerCancelsAsync(bool streaming, string mark)
    {
        using CancellationTokenSource caller = new();
        using CapacityAwareChatClient client = Make.Router(TestClient.Failing(() =>
        {
            caller.Cancel();
            return new IOException(mark);
        }));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.AskAsync(streaming, token: caller.Token));
    }
}
