using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Conformance;

/// <summary>Answers that change hands after their first words have reached the caller.</summary>
public sealed class ContinuationTests
{
    private static readonly ProviderProfile Prefills = ProviderProfile.Generic with { SupportsAssistantPrefill = true };

    private readonly List<ChatResponseUpdate> _seen = [];

    private ChatResponse Answer => _seen.ToChatResponse();

    [Fact]
    public async Task Answer_ThatBreaksOff_GoesOnElsewhereAsOneMessage()
    {
        TestClient second = Saying("jumps over ", "the dog.");
        using CapacityAwareChatClient client = Router(1, Cut("The quick ", "fox "), second);

        await client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen);

        Assert.Equal("The quick fox jumps over the dog.", Answer.Text);
        Assert.Equal("m-first", Assert.Single(Answer.Messages).MessageId);
        Assert.Equal(["What is the answer?", "The quick fox"], second.Messages.Single().Select(message => message.Text));
        Assert.Equal(ChatRole.Assistant, second.Messages.Single()[^1].Role);
    }

    [Fact]
    public async Task Answer_ThatBreaksOff_SaysInTheReportWhereItChangedHands()
    {
        using CapacityAwareChatClient client = Router(1, Cut("The quick ", "bro"), Saying("brown fox."));

        await client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen);

        Assert.Equal("The quick brown fox.", Answer.Text);
        RoutingReport report = _seen[0].GetRoutingReport()!;
        Assert.Same(report, _seen[^1].GetRoutingReport());
        Assert.Equal(["a", "b"], report.Attempts.Select(attempt => attempt.Route));
        Assert.Equal([FailureKind.Overloaded, null], report.Attempts.Select(attempt => attempt.Failure?.Kind));
        Assert.Equal("b", report.ServedBy);
    }

    [Fact]
    public async Task Seam_RepeatedWords_AreTakenOutAndCounted()
    {
        using CapacityAwareChatClient client = Router(1, Cut("The quick brown fox jumps"), Saying("brown fox jumps", " over."));

        await client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen);

        Assert.Equal("The quick brown fox jumps over.", Answer.Text);
        Assert.Equal(new("a", "b", Position: 25, RemovedCharacters: 15), Assert.Single(Answer.GetRoutingReport()!.Continuations));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Seam_InSmallPieces_IsFoundWhetherTheyAreThereAtOnceOrNot(bool late)
    {
        string[] pieces = [.. "brown fox jumps over the lazy dog.".Select(letter => letter.ToString())];
        TestClient second = late ? TestClient.Streaming(pieces) : Saying(pieces);
        using CapacityAwareChatClient client = Router(1, Cut("The quick ", "brown fox ju"), second);

        await client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen);

        Assert.Equal("The quick brown fox jumps over the lazy dog.", Answer.Text);
        Assert.Equal(12, Assert.Single(Answer.GetRoutingReport()!.Continuations).RemovedCharacters);
    }

    [Fact]
    public async Task Seam_AfterAToolsCall_IsFound()
    {
        ChatResponseUpdate call = new(ChatRole.Assistant, [new FunctionCallContent("1", "look")]);
        ScriptedStream second = new() { Updates = [call, .. Named("second", ["The quick brown fox jumps."]), Updates.Finish()] };
        using CapacityAwareChatClient client = Router(1, Cut("The quick brown fox"), second.AsClient());

        await client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen);

        Assert.Equal("The quick brown fox jumps.", Answer.Text);
        Assert.Single(_seen, update => update.Contents is [FunctionCallContent]);
    }

    [Fact]
    public async Task Disposed_WhileTheNextPartOpens_GivesItBackAndShowsNothing()
    {
        TaskCompletionSource<bool> opening = new();
        ScriptedStream second = new() { Updates = [Updates.Text(" jumps.")], OnMove = index => index == 0 ? new(opening.Task) : null };
        using CapacityAwareChatClient client = Router(1, Cut("The fox"), second.AsClient());

        IAsyncEnumerator<ChatResponseUpdate> reading = client.GetStreamingResponseAsync(Ask.Question).GetAsyncEnumerator();
        Assert.True(await reading.MoveNextAsync());
        Task<bool> move = reading.MoveNextAsync().AsTask();
        await reading.DisposeAsync();
        opening.SetResult(true);

        Assert.False(await move.DoneAsync());
        Assert.Equal((0, 1), (client.Route("b").InFlight, second.Disposals));
    }

    [Fact]
    public async Task Seam_InTheMidstOfManyUpdatesOfNothing_IsFound()
    {
        ScriptedStream second = new() { Updates = [.. Named("second", ["brown "]), .. Enumerable.Repeat(Updates.Empty(), 100), .. Named("second", ["fox jumps."]), Updates.Finish()] };
        using CapacityAwareChatClient client = Router(1, Cut("The quick brown fox"), second.AsClient());

        await client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen);

        Assert.Equal("The quick brown fox jumps.", Answer.Text);
    }

    [Fact]
    public async Task Continuation_ThatBreaksOffToo_IsContinuedAsOftenAsAllowed()
    {
        TestClient third = Saying("three.");
        using CapacityAwareChatClient client = Router(2, Cut("one "), Cut("two "), third);

        await client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen);

        Assert.Equal("one two three.", Answer.Text);
        Assert.Equal([("a", "b", 4), ("b", "c", 8)], Answer.GetRoutingReport()!.Continuations.Select(each => (each.From, each.To, each.Position)));
        Assert.Equal("one two", third.Messages.Single()[^1].Text);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Continuations_ThatAreUsedUp_EndInTheFailureWithAllTheTextReceived(int most)
    {
        using CapacityAwareChatClient client = Router(most, Cut("one "), Cut("two "), Saying("three."));

        StreamInterruptedException thrown = await Assert.ThrowsAsync<StreamInterruptedException>(() => client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen));

        Assert.Equal(most == 0 ? ("a", "one ") : ("b", "one two "), (thrown.Route, thrown.ReceivedText));
        Assert.Equal(string.Concat(_seen), thrown.ReceivedText);
    }

    [Fact]
    public async Task Continuation_OfOneRequest_WinsOverThePolicys()
    {
        using CapacityAwareChatClient client = Router(0, Cut("one "), Saying("two."));

        await client.GetStreamingResponseAsync(Ask.Question, new ChatOptions().WithRouting(new() { MaxContinuations = 1 })).ReadIntoAsync(_seen);

        Assert.Equal("one two.", Answer.Text);
    }

    [Fact]
    public async Task Continuation_RouteThatTakesNoPartOfAnAnswer_IsPassedOverWhereNoLastWordsAreThereOnce()
    {
        string again = string.Concat(Enumerable.Repeat("and again ", 200));
        TestClient second = Saying("wrong"), third = Saying("two.");
        using CapacityAwareChatClient client = new(
            [Route("a", Cut(again)), new("b", second), Route("c", third)], new() { MaxContinuations = 1 }, new FakeTimeProvider());

        await client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen);

        Assert.Equal((again + "two.", 0), (Answer.Text, second.Calls));
        Assert.Equal(("b", ExclusionReason.CannotContinue), Assert.Single(Answer.GetRoutingReport()!.Excluded.Select(each => (each.Route, each.Reason))));
    }

    [Fact]
    public async Task Continuation_RouteThatRefusesThePartOfTheAnswer_GivesWayToTheNext()
    {
        using CapacityAwareChatClient client = Router(1, Cut("one "), TestClient.Failing(400), Saying("two."));

        await client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen);

        Assert.Equal("one two.", Answer.Text);
        Assert.Equal(("a", "c"), Assert.Single(Answer.GetRoutingReport()!.Continuations.Select(each => (each.From, each.To))));
    }

    [Fact]
    public async Task Continuation_NobodyCanGoOn_EndsInTheFailureThatBrokeTheAnswer()
    {
        using CapacityAwareChatClient client = Router(1, Cut("one "), TestClient.Failing(401), TestClient.Failing(500));

        StreamInterruptedException thrown = await Assert.ThrowsAsync<StreamInterruptedException>(() => client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen));

        Assert.Equal(("a", "one ", FailureKind.Overloaded), (thrown.Route, thrown.ReceivedText, thrown.Failure.Kind));
        Assert.Equal(["a", "b", "c"], thrown.GetRoutingReport()!.Attempts.Select(attempt => attempt.Route));
        Assert.Empty(thrown.GetRoutingReport()!.Continuations);
    }

    [Theory]
    [InlineData("call")]
    [InlineData("signature")]
    [InlineData("data")]
    public async Task Answer_WithWhatOnlyItsOwnModelCanGoOnFrom_IsNotContinued(string what)
    {
        AIContent content = what switch
        {
            "call" => new FunctionCallContent("1", "search"),
            "signature" => new TextReasoningContent("hmm") { ProtectedData = "signed" },
            _ => new DataContent(new byte[] { 1 }, "image/png"),
        };
        ScriptedStream stream = new() { Updates = [Updates.Text("one "), new(ChatRole.Assistant, [content])], OnMove = index => index == 2 ? throw TestClient.Http(503) : null };
        TestClient next = Saying("two.");
        using CapacityAwareChatClient client = Router(1, stream.AsClient(), next);

        await Assert.ThrowsAsync<StreamInterruptedException>(() => client.AskAsync(streaming: true));
        Assert.Equal(0, next.Calls);
    }

    [Fact]
    public async Task Answer_InAFormat_IsNotContinued()
    {
        TestClient next = Saying("}");
        using CapacityAwareChatClient client = Router(1, Cut("{ \"a\": "), next);

        await Assert.ThrowsAsync<StreamInterruptedException>(() => client.AskAsync(streaming: true, new() { ResponseFormat = ChatResponseFormat.Json }));
        Assert.Equal(0, next.Calls);
    }

    [Fact]
    public async Task Usage_OfTheParts_AddsUp()
    {
        ScriptedStream first = new() { Updates = [Updates.Usage(10, 1), Updates.Text("one ")], OnMove = index => index == 2 ? throw TestClient.Http(503) : null };
        ScriptedStream second = new() { Updates = [Updates.Text("two."), Updates.Usage(12, 2), Updates.Finish()] };
        using CapacityAwareChatClient client = Router(1, first.AsClient(), second.AsClient());

        await client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen);

        Assert.Equal((22, 3), (Answer.Usage!.InputTokenCount, Answer.Usage.OutputTokenCount));
        Assert.Equal(25, Answer.GetRoutingReport()!.ActualTokens);
    }

    [Fact]
    public async Task Deadline_ThatIsOver_KeepsNoAnswerFromGoingOn()
    {
        // It is for the start of a stream.
        ManualTime time = new();
        ScriptedStream first = new() { Updates = [Updates.Text("one ")], OnMove = index => index == 1 ? Late(time) : null };
        using CapacityAwareChatClient client = new([Route("a", first.AsClient()), Route("b", Saying("two."))], new() { MaxContinuations = 1, Deadline = TimeSpan.FromSeconds(2) }, time);

        await client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen);

        Assert.Equal("one two.", Answer.Text);
    }

    [Fact]
    public async Task Cancelled_WhileItLooksForTheNextRoute_IsTheCallersCancellation()
    {
        using CancellationTokenSource giveUp = new();
        TestClient pending = new() { OnResponse = (_, _, token) => new TaskCompletionSource<ChatResponse>().Task.WaitAsync(token) };
        using CapacityAwareChatClient client = Router(1, Cut("one "), pending, Saying("never"));

        Task reading = client.GetStreamingResponseAsync(Ask.Question, cancellationToken: giveUp.Token).ReadIntoAsync(_seen);
        await giveUp.CancelAsync();

        Assert.True(await reading.IsDoneAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.All(client.Monitor().GetSnapshot().Routes, route => Assert.Equal(0, route.InFlight));
    }

    [Fact]
    public async Task Options_WithATokenLimit_GoOnWithWhatIsLeftOfIt()
    {
        // "one two " is trimmed to 7 characters, which are 2 tokens.
        TestClient second = Saying("three.");
        using CapacityAwareChatClient client = Router(1, Cut("one two "), second);

        await client.AskAsync(streaming: true, new() { MaxOutputTokens = 100 });

        Assert.Equal(98, second.Options.Single()!.MaxOutputTokens);
    }

    private static ValueTask<bool>? Late(ManualTime time)
    {
        time.Advance(TimeSpan.FromSeconds(5));
        throw TestClient.Http(503);
    }

    private static CapacityAwareChatClient Router(int continuations, params IChatClient[] models) =>
        new(models.Select((model, index) => Route(((char)('a' + index)).ToString(), model)), new() { MaxContinuations = continuations }, new FakeTimeProvider());

    private static ModelRoute Route(string name, IChatClient model) => new(name, model) { Profile = Prefills };

    private static TestClient Cut(params string[] texts) => new()
    {
        OnStream = (_, _, _) => new ScriptedStream { Updates = Named("first", texts), OnMove = index => index == texts.Length ? throw TestClient.Http(503) : null },
    };

    private static TestClient Saying(params string[] texts) => new() { OnStream = (_, _, _) => new ScriptedStream { Updates = [.. Named("second", texts), Updates.Finish()] } };

    private static ChatResponseUpdate[] Named(string by, string[] texts) =>
        [.. texts.Select(text => new ChatResponseUpdate(ChatRole.Assistant, text) { MessageId = "m-" + by, ResponseId = "r-" + by, AuthorName = by })];
}
