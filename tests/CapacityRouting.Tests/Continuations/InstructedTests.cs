using CapacityRouting.Estimation;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Polly.CircuitBreaker;

namespace CapacityRouting.Tests.Continuations;

/// <summary>Answers that go on at a route whose model takes no partial answer: what is asked, what the caller sees, and what the report says.</summary>
public sealed class InstructedTests
{
    private const string Before = "The river rises in the hills, and it flows north for 365 miles, past thr";
    private const string Rest = "ee old towns.";

    private static readonly ProviderProfile Prefills = ProviderProfile.Generic with { SupportsAssistantPrefill = true };
    private static readonly ProviderProfile Asked = ProviderProfile.Generic;

    private readonly ManualTime _time = new();
    private readonly List<ChatResponseUpdate> _seen = [];

    private ChatResponse Answer => _seen.ToChatResponse();

    [Fact]
    public async Task Model_ThatTakesNoPartialAnswer_IsAskedToGoOn()
    {
        TestClient second = Obeying();
        using CapacityAwareChatClient client = Router(Cut(), (second, Asked));

        await ReadAsync(client);

        Assert.Equal(Before + Rest, Answer.Text);
        Assert.Equal([ChatRole.User, ChatRole.Assistant, ChatRole.User], second.Messages.Single().Select(message => message.Role));
        Assert.Equal(Before, second.Messages.Single()[1].Text);
        string words = InstructedModel.WordsOf(second.Messages.Single()[2]);
        Assert.EndsWith(words, Before, StringComparison.Ordinal);
        Assert.Equal(new("a", "b", Before.Length, words.Length), Assert.Single(Answer.GetRoutingReport()!.Continuations));
        Assert.Equal("b", Answer.GetRoutingReport()!.ServedBy);
    }

    [Fact]
    public async Task Model_ThatTakesAPartialAnswer_GetsThatAlone()
    {
        TestClient second = Saying(Rest);
        using CapacityAwareChatClient client = Router(Cut(), (second, Prefills));

        await ReadAsync(client, new() { MaxOutputTokens = 100 });

        Assert.Equal(Before + Rest, Answer.Text);
        Assert.Equal([ChatRole.User, ChatRole.Assistant], second.Messages.Single().Select(message => message.Role));
        Assert.Equal(100 - 18, second.Options.Single()!.MaxOutputTokens);
    }

    [Fact]
    public async Task TokenLimit_OfTheCaller_BoundsTheWordsToo()
    {
        // 72 characters came: 18 tokens.
        TestClient second = Obeying();
        using CapacityAwareChatClient client = Router(Cut(), (second, Asked));

        await ReadAsync(client, new() { MaxOutputTokens = 100 });

        Assert.Equal(100 - 18, second.Options.Single()!.MaxOutputTokens);
    }

    [Fact]
    public async Task Model_ThatRefusesThePartialAnswer_IsAskedToGoOn()
    {
        TestClient second = RefusingPrefill();
        using CapacityAwareChatClient client = Router(Cut(), (second, Prefills));

        await ReadAsync(client);

        Assert.Equal((Before + Rest, 2), (Answer.Text, second.Calls));
        Assert.Equal([FailureKind.Overloaded, FailureKind.InvalidRequest, null], Answer.GetRoutingReport()!.Attempts.Select(attempt => attempt.Failure?.Kind));
        Assert.Equal(ModelCapability.AssistantPrefill, Assert.Single(client.Route("b").MissingCapabilities).Capability);
    }

    [Fact]
    public async Task Model_ThatIsKnownToRefusePartialAnswers_IsAskedAtOnce()
    {
        TestClient second = RefusingPrefill();
        using CapacityAwareChatClient client = Router(Cut(), (second, Prefills));
        await ReadAsync(client);
        _seen.Clear();
        _time.Advance(TimeSpan.FromSeconds(10)); // the cooldown of the first

        await ReadAsync(client);

        Assert.Equal((Before + Rest, 3), (Answer.Text, second.Calls));
    }

    [Fact]
    public async Task Model_ThatRefusesTheInstructionToo_GivesWay()
    {
        TestClient second = new() { OnStream = (_, _, _) => throw new InvalidOperationException(NoPrefill) };
        using CapacityAwareChatClient client = Router(Cut(), (second, Prefills), (Obeying(), Asked));

        await ReadAsync(client);

        Assert.Equal((Before + Rest, 2), (Answer.Text, second.Calls));
    }

    [Fact]
    public async Task Model_ThatDoesNotGoOn_GivesWayToTheNext()
    {
        TestClient second = Saying("Sorry for the interruption. ", Rest), third = Saying(Rest);
        using CapacityAwareChatClient client = Router(Cut(), (second, Asked), (third, Prefills));

        await ReadAsync(client);

        Assert.Equal(Before + Rest, Answer.Text);
        RoutingReport report = Answer.GetRoutingReport()!;
        Assert.Equal([("a", FailureKind.Overloaded), ("b", FailureKind.InvalidRequest), ("c", null)], report.Attempts.Select(attempt => (attempt.Route, attempt.Failure?.Kind)));
        Assert.Equal(("a", "c"), Assert.Single(report.Continuations.Select(each => (each.From, each.To))));
    }

    [Fact]
    public async Task Model_ThatDoesNotGoOn_IsNotTakenForASickOne()
    {
        CapacityRoutingOptions options = new() { MaxContinuations = 1, CircuitBreaker = new() { MinimumThroughput = 2, FailureRatio = 0.1 } };
        using CapacityAwareChatClient client = new([new("a", Cut()), new("b", Saying("Sure! ", Rest))], options, _time);

        for (int i = 0; i < 2; i++)
        {
            await Assert.ThrowsAsync<StreamInterruptedException>(() => ReadAsync(client));
            _time.Advance(TimeSpan.FromSeconds(10)); // the cooldown of the first
        }

        Assert.Equal(CircuitState.Closed, client.Route("b").Circuit);
    }

    [Fact]
    public async Task Model_ThatDoesNotGoOn_IsChargedForWhatItWrote()
    {
        TestClient second = Saying("Sorry. ", "Sorry. ", "Sorry. ");
        using CapacityAwareChatClient client = new(
            [new("a", Cut()), new("b", second) { Limits = new() { TokensPerDay = 1_000_000 } }], new() { MaxContinuations = 1 }, _time);

        StreamInterruptedException thrown = await Assert.ThrowsAsync<StreamInterruptedException>(() => ReadAsync(client));

        Assert.Equal(Before, thrown.ReceivedText);
        Assert.Contains("did not go on from its last words", thrown.GetRoutingReport()!.Attempts[^1].Failure!.Message, StringComparison.Ordinal);
        decimal used = 1_000_000 - client.Route("b").Buckets.Single().Level;
        Assert.Equal(TokenEstimator.Estimate(second.Messages.Single(), options: null) + 2, used); // and one word of 7 characters
    }

    [Fact]
    public async Task Thoughts_OfTheInstruction_StayBehindAndUsageComes()
    {
        ChatResponseUpdate thought = new(ChatRole.Assistant, [new TextReasoningContent("The user wants me to go on."), new UsageContent(new() { InputTokenCount = 7 })]);
        TestClient second = Obeying(thought, new(ChatRole.Assistant, [new TextReasoningContent("") { ProtectedData = "signed" }]));
        using CapacityAwareChatClient client = Router(Cut(), (second, Asked));

        await ReadAsync(client);

        Assert.Equal(Before + Rest, Answer.Text);
        Assert.DoesNotContain(_seen.SelectMany(update => update.Contents), content => content is TextReasoningContent);
        Assert.Equal(7, Answer.Usage!.InputTokenCount);
        Assert.Equal("The user wants me to go on.", ((TextReasoningContent)thought.Contents[0]).Text);
    }

    [Fact]
    public async Task Call_BeforeTheWords_IsNoContinuation()
    {
        TestClient second = Obeying(new ChatResponseUpdate(ChatRole.Assistant, [new FunctionCallContent("1", "look")]));
        using CapacityAwareChatClient client = Router(Cut(), (second, Asked));

        await Assert.ThrowsAsync<StreamInterruptedException>(() => ReadAsync(client));

        Assert.DoesNotContain(_seen.SelectMany(update => update.Contents), content => content is FunctionCallContent);
    }

    [Fact]
    public async Task Call_BehindTheWords_IsTheCallers()
    {
        TestClient second = new()
        {
            OnStream = (messages, _, _) => new ScriptedStream { Updates = [Updates.Text(InstructedModel.WordsOf(messages.Last())), new(ChatRole.Assistant, [new FunctionCallContent("1", "look")]), Updates.Finish()] },
        };
        using CapacityAwareChatClient client = Router(Cut(), (second, Asked));

        await ReadAsync(client);

        Assert.Equal(Before, Answer.Text);
        Assert.Single(_seen.SelectMany(update => update.Contents), content => content is FunctionCallContent);
    }

    [Fact]
    public async Task Model_ThatWritesTheWordsAlone_HasNotGoneOn()
    {
        TestClient second = new() { OnStream = (messages, _, _) => new ScriptedStream { Updates = [Updates.Text(InstructedModel.WordsOf(messages.Last())), Updates.Finish()] } };
        using CapacityAwareChatClient client = Router(Cut(), (second, Asked));

        StreamInterruptedException thrown = await Assert.ThrowsAsync<StreamInterruptedException>(() => ReadAsync(client));

        Assert.Equal((Before, FailureKind.InvalidRequest), (thrown.ReceivedText, thrown.GetRoutingReport()!.Attempts[^1].Failure!.Kind));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public async Task Model_ThatBreaksOffAmidTheWords_GivesWayUnseen(int characters)
    {
        TestClient second = new()
        {
            OnStream = (messages, _, _) => new ScriptedStream
            {
                Updates = [Updates.Text(InstructedModel.WordsOf(messages.Last())[..characters])],
                OnMove = index => index == 1 ? throw TestClient.Http(503) : null,
            },
        };
        using CapacityAwareChatClient client = Router(Cut(), (second, Asked), (Obeying(), Asked));

        await ReadAsync(client);

        Assert.Equal(Before + Rest, Answer.Text);
        Assert.Equal(("a", "c"), Assert.Single(Answer.GetRoutingReport()!.Continuations.Select(each => (each.From, each.To))));
    }

    [Fact]
    public async Task Model_ThatHangsAmidTheWords_IsTimedAsOneThatFlows()
    {
        TaskCompletionSource<bool> never = new();
        TestClient second = new()
        {
            OnStream = (messages, _, _) => new ScriptedStream { Updates = [Updates.Text(InstructedModel.WordsOf(messages.Last())[..9]), Updates.Text("never")], OnMove = index => index == 1 ? new(never.Task) : null },
        };
        CapacityRoutingOptions options = new() { MaxContinuations = 1, Timeouts = new() { FirstToken = TimeSpan.FromSeconds(2), Idle = TimeSpan.FromSeconds(5) } };
        using CapacityAwareChatClient client = new([new("a", Cut()), new("b", second)], options, _time);

        Task reading = ReadAsync(client);
        Bare.Run(() => _time.Advance(TimeSpan.FromSeconds(4.9)));
        Assert.False(reading.IsCompleted);
        Bare.Run(() => _time.Advance(TimeSpan.FromSeconds(0.2)));

        StreamInterruptedException thrown = await Assert.ThrowsAsync<StreamInterruptedException>(() => reading.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(("a", FailureKind.Timeout), (thrown.Route, thrown.GetRoutingReport()!.Attempts[^1].Failure!.Kind));
    }

    [Fact]
    public async Task Caller_ThatCancelsAmidTheWords_GetsItsCancellation()
    {
        using CancellationTokenSource caller = new();
        TaskCompletionSource<bool> never = new();
        TestClient second = new()
        {
            OnStream = (messages, _, _) => new ScriptedStream { Updates = [Updates.Text(InstructedModel.WordsOf(messages.Last())[..9]), Updates.Text("never")], OnMove = index => index == 1 ? new(never.Task) : null },
        };
        using CapacityAwareChatClient client = Router(Cut(), (second, Asked));

        Task reading = client.GetStreamingResponseAsync(Ask.Question, cancellationToken: caller.Token).ReadIntoAsync(_seen);
        Bare.Run(caller.Cancel);

        OperationCanceledException thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(("b", true), (thrown.GetRoutingReport()!.Attempts[^1].Route, thrown.GetRoutingReport()!.Attempts[^1].IsCancelled));
        Assert.Equal(0, client.Route("b").InFlight);
    }

    [Fact]
    public async Task Model_ThatThinksForLong_HoldsNothing()
    {
        // More updates than any buffer of a stream holds before its content.
        ChatResponseUpdate[] thoughts = [.. Enumerable.Repeat(new ChatResponseUpdate(ChatRole.Assistant, [new TextReasoningContent("Hm. ")]), 5_000)];
        using CapacityAwareChatClient client = Router(Cut(), (Obeying(thoughts), Asked));

        await ReadAsync(client);

        Assert.Equal(Before + Rest, Answer.Text);
    }

    [Fact]
    public async Task Continuation_ThatBreaksOffToo_IsContinuedFromAllOfIt()
    {
        TestClient second = new()
        {
            OnStream = (messages, _, _) => new ScriptedStream { Updates = [Updates.Text(InstructedModel.WordsOf(messages.Last()) + "ee old"), Updates.Text("")], OnMove = index => index == 1 ? throw TestClient.Http(503) : null },
        };
        TestClient third = new() { OnStream = (messages, _, _) => new ScriptedStream { Updates = [Updates.Text(InstructedModel.WordsOf(messages.Last()) + " towns."), Updates.Finish()] } };
        using CapacityAwareChatClient client = new([new("a", Cut()), new("b", second), new("c", third)], new() { MaxContinuations = 2 }, _time);

        await ReadAsync(client);

        Assert.Equal(Before + Rest, Answer.Text);
        Assert.Equal(Before + "ee old", third.Messages.Single()[^2].Text);
        Assert.Equal([("a", "b"), ("b", "c")], Answer.GetRoutingReport()!.Continuations.Select(each => (each.From, each.To)));
    }

    private const string NoPrefill = "This model does not support assistant message prefill. The conversation must end with a user message.";

    private static IChatClient Cut() => InstructedModel.ThatBreaksOff(Before, [7]);

    private static TestClient Saying(params string[] texts) => new() { OnStream = (_, _, _) => new ScriptedStream { Updates = [.. texts.Select(Updates.Text), Updates.Finish()] } };

    private static TestClient Obeying(params ChatResponseUpdate[] first) => new()
    {
        OnStream = (messages, _, _) => new ScriptedStream { Updates = [.. first, .. InstructedModel.Pieces(InstructedModel.WordsOf(messages.Last()) + Rest, [5]).Select(Updates.Text), Updates.Finish()] },
    };

    private static TestClient RefusingPrefill()
    {
        TestClient obeying = Obeying();
        return new() { OnStream = (messages, options, token) => messages.Last().Role == ChatRole.Assistant ? throw new InvalidOperationException(NoPrefill) : obeying.OnStream!(messages, options, token) };
    }

    private CapacityAwareChatClient Router(IChatClient first, params (IChatClient Client, ProviderProfile Profile)[] others) =>
        new([new("a", first), .. others.Select((other, index) => new ModelRoute(((char)('b' + index)).ToString(), other.Client) { Profile = other.Profile })], new() { MaxContinuations = 1 }, _time);

    private Task ReadAsync(CapacityAwareChatClient client, ChatOptions? options = null) => client.GetStreamingResponseAsync(Ask.Question, options).ReadIntoAsync(_seen);
}
