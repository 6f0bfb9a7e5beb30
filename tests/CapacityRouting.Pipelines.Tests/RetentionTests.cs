using CapacityRouting.Pipelines.Tests.Tools;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Pipelines.Tests;

/// <summary>What a user keeps of an answer keeps no error alive: a chat history lives for long, and there are many.</summary>
public sealed class RetentionTests
{
    private const int Answers = 60;
    private const int Kept = 2_000;

    private readonly List<WeakReference> _made = [];
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Responses_AfterFailures_KeepNoErrorAlive(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(_time, TestClient.Failing(() => new BufferingException(_made)), TestClient.Saying("ok"));

        ChatResponse[] history = await AskAsync(client, streaming);

        await AssertGoneAsync(Answers);
        Assert.All(history.Select(answer => answer.GetRoutingReport()!), report =>
        {
            Assert.Equal("b", report.ServedBy);
            Assert.Equal((FailureKind.ServerError, 500), (report.Attempts[0].Failure!.Kind, report.Attempts[0].Failure!.StatusCode!.Value));
        });
    }

    /// <summary>Of an answer after failures, beyond what its own provider's answer weighs.</summary>
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    [InlineData(false, 2)]
    [InlineData(true, 2)]
    [InlineData(false, 9)]
    [InlineData(true, 9)]
    public async Task Messages_AfterFailures_WeighLessThanAKilobyteMore(bool streaming, int failures)
    {
        using ForgetfulClient failing = new();
        using CapacityAwareChatClient plain = Make.Router(_time, TestClient.Saying("ok"));
        using CapacityAwareChatClient routed = Make.Router(_time, new CapacityRoutingOptions { MaxAttempts = 10, CircuitBreaker = new() { MinimumThroughput = 1_000_000 } }, [.. Enumerable.Repeat<IChatClient>(failing, failures), TestClient.Saying("ok")]);
        await WeighAsync(plain, streaming);
        await WeighAsync(routed, streaming);

        long own = await WeighAsync(plain, streaming);
        long weight = await WeighAsync(routed, streaming);

        Assert.InRange((weight - own) / Kept, -16, 1_024);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_AfterManyFailures_HasTheFirstAndTheLastAttemptsAndTheCountOfTheOthers(bool streaming)
    {
        TestClient[] models = [.. Enumerable.Range(500, 9).Select(status => TestClient.Failing(status)), TestClient.Saying("ok")];
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { MaxAttempts = 10 }, models);

        RoutingReport report = (await client.AskAsync(streaming)).GetRoutingReport()!;

        Assert.Equal([500, 507, 508, null], report.Attempts.Select(attempt => attempt.Failure?.StatusCode));
        Assert.Equal(6, report.OmittedAttempts);
    }

    /// <summary>Who gets an exception gets to see all that led to it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Exception_AfterManyFailures_HasAllAttempts(bool streaming)
    {
        TestClient[] failing = [.. Enumerable.Range(500, 9).Select(status => TestClient.Failing(status))];
        TestClient breaking = new() { OnStream = (_, _, _) => BreakingAsync(), OnResponse = (_, _, _) => throw TestClient.Http(509) };
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { MaxAttempts = 10, RetryWhenAlone = false }, [.. failing, breaking]);

        RoutingReport report = (await Assert.ThrowsAnyAsync<Exception>(() => client.AskAsync(streaming))).GetRoutingReport()!;

        Assert.Equal((10, 0), (report.Attempts.Count, report.OmittedAttempts));
        Assert.Equal(Enumerable.Range(500, 9), report.Attempts.Take(9).Select(attempt => attempt.Failure!.StatusCode!.Value));
        Assert.All(report.Attempts, attempt => Assert.NotNull(attempt.Failure!.Exception));
    }

    [Fact]
    public async Task Updates_OfStreamsThatBrokeOff_KeepNoErrorAlive()
    {
        using CapacityAwareChatClient client = Make.Router(_time, new TestClient { OnStream = (_, _, _) => BreakingAsync() });

        List<ChatResponseUpdate>[] histories = await ReadAsync(client);

        await AssertGoneAsync(Answers);
        Assert.All(histories, updates => Assert.Equal(FailureKind.ServerError, Assert.Single(updates[0].GetRoutingReport()!.Attempts).Failure!.Kind));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Updates_OfStreamsThatChangeHands_KeepNoErrorAlive(bool isServed)
    {
        TestClient next = isServed ? TestClient.Streaming("!") : TestClient.Failing(() => new BufferingException(_made));
        using CapacityAwareChatClient client = Continuing.Router(_time, new TestClient { OnStream = (_, _, _) => BreakingAsync() }, next);

        List<ChatResponseUpdate>[] histories = await ReadAsync(client);

        await AssertGoneAsync(isServed ? Answers : 2 * Answers);
        Assert.All(histories, updates => Assert.Equal(2, updates[0].GetRoutingReport()!.Attempts.Count));
    }

    private async Task<long> WeighAsync(CapacityAwareChatClient client, bool streaming)
    {
        ChatResponse[] history = new ChatResponse[Kept];
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < history.Length; i++)
        {
            history[i] = await client.AskAsync(streaming);
            _time.Advance(TimeSpan.FromHours(1));
        }

        long after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(history);
        return after - before;
    }

    private async Task<ChatResponse[]> AskAsync(CapacityAwareChatClient client, bool streaming)
    {
        ChatResponse[] history = new ChatResponse[Answers];
        for (int i = 0; i < history.Length; i++)
        {
            history[i] = await client.AskAsync(streaming);
            _time.Advance(TimeSpan.FromHours(1));
        }

        return history;
    }

    private async Task<List<ChatResponseUpdate>[]> ReadAsync(CapacityAwareChatClient client)
    {
        List<ChatResponseUpdate>[] histories = new List<ChatResponseUpdate>[Answers];
        for (int i = 0; i < histories.Length; i++)
        {
            await ReadAsync(client, histories[i] = []);
            _time.Advance(TimeSpan.FromHours(1));
        }

        return histories;
    }

    private static async Task ReadAsync(CapacityAwareChatClient client, List<ChatResponseUpdate> seen)
    {
        try
        {
            await client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(seen);
        }
        catch (StreamInterruptedException)
        {
            // The updates are all that is kept.
        }
    }

    private async IAsyncEnumerable<ChatResponseUpdate> BreakingAsync()
    {
        await Task.CompletedTask;
        yield return Updates.Text("the beginning");
        throw new BufferingException(_made);
    }

    /// <summary>Another thread may still be on its way out of what it did with an error: until then that is not garbage.</summary>
    private async Task AssertGoneAsync(int errors)
    {
        for (int i = 0; i < 500 && _made.Exists(made => made.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        Assert.True(_made.Count >= 3 * errors, $"{_made.Count / 3} errors were made; the test expects {errors}.");
        Assert.Equal(0, _made.Count(made => made.IsAlive));
    }

    /// <summary>Keeps nothing of what it is asked, so that only what the router keeps is weighed.</summary>
    private sealed class ForgetfulClient : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new HttpRequestException("no", inner: null, System.Net.HttpStatusCode.ServiceUnavailable);

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new HttpRequestException("no", inner: null, System.Net.HttpStatusCode.ServiceUnavailable);

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
