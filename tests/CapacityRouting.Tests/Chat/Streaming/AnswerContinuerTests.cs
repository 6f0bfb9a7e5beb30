using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Chat.Streaming;

/// <summary>Continuations at the edges: nothing has come yet, nothing is left to say, or what came is kept elsewhere.</summary>
public sealed class AnswerContinuerTests
{
    private static readonly ProviderProfile Prefills = ProviderProfile.Generic with { SupportsAssistantPrefill = true };

    private readonly ManualTime _time = new();
    private readonly List<ChatResponseUpdate> _seen = [];

    [Fact]
    public async Task Continue_BeforeAnythingWasDelivered_AnswersAnew()
    {
        // 300 tokens at once are more than was reserved, so the clock is looked at, and it is too late for them.
        ScriptedStream late = new() { Updates = [Updates.Text(new('x', 1_200))], OnMove = _ => Late() };
        using CapacityAwareChatClient client = Router(late, new() { Updates = [Updates.Text("two."), Updates.Finish()] });

        await client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen);

        Assert.Equal("two.", _seen.ToChatResponse().Text);
        Assert.Equal(new("a", "b", Position: 0, RemovedCharacters: 0), Assert.Single(_seen[0].GetRoutingReport()!.Continuations));
    }

    [Fact]
    public async Task Continue_NextRouteAnswersWithAFilter_EndsInTheFailureThatBrokeTheAnswer()
    {
        using CapacityAwareChatClient client = Router(Cut(Updates.Text("one ")), new() { Updates = [Updates.Error("content_filter"), Updates.Finish()] });

        StreamInterruptedException thrown = await Assert.ThrowsAsync<StreamInterruptedException>(() => client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen));

        Assert.Equal(("a", "one ", FailureKind.Overloaded), (thrown.Route, thrown.ReceivedText, thrown.Failure.Kind));
        Assert.Equal([FailureKind.Overloaded, FailureKind.ContentFiltered], thrown.GetRoutingReport()!.Attempts.Select(attempt => attempt.Failure!.Kind));
        Assert.Empty(thrown.GetRoutingReport()!.Continuations);
    }

    [Fact]
    public async Task Continue_AnswerIsInAConversationOfItsRoute_IsLeftToTheCaller()
    {
        // What its provider keeps lacks the rest, and the caller would go on with that.
        ChatResponseUpdate kept = Updates.Text("one ");
        kept.ConversationId = "kept";
        ScriptedStream next = new() { Updates = [Updates.Text("two."), Updates.Finish()] };
        using CapacityAwareChatClient client = Router(Cut(kept), next);

        await Assert.ThrowsAsync<StreamInterruptedException>(() => client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen));

        Assert.Equal(0, next.Opens);
    }

    [Fact]
    public async Task Continue_AnswerThoughtInAMessageOfItsOwn_GoesOnInTheOneThatBrokeOff()
    {
        ChatResponseUpdate thought = new(ChatRole.Assistant, [new TextReasoningContent("hmm")]) { MessageId = "thought" };
        ChatResponseUpdate said = new(ChatRole.Assistant, "one ") { MessageId = "said" };
        ScriptedStream first = new() { Updates = [thought, said], OnMove = index => index == 2 ? throw TestClient.Http(503) : null };
        using CapacityAwareChatClient client = Router(first, new() { Updates = [Updates.Text("two."), Updates.Finish()] });

        await client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen);

        Assert.Equal([("thought", ""), ("said", "one two.")], _seen.ToChatResponse().Messages.Select(message => (message.MessageId, message.Text)));
    }

    [Fact]
    public async Task Continue_NextRouteSaysNothing_PassesNoCutForAnAnswer()
    {
        // Asked to go on with what is complete, models end at once; but so does one that fails.
        using CapacityAwareChatClient client = Router(Cut(Updates.Text("All of it?")), new() { Updates = [Updates.Empty(), Updates.Finish()] });

        StreamInterruptedException thrown = await Assert.ThrowsAsync<StreamInterruptedException>(() => client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen));

        Assert.Equal("All of it?", thrown.ReceivedText);
        Assert.Equal(FailureKind.EmptyResponse, thrown.GetRoutingReport()!.Attempts[^1].Failure!.Kind);
    }

    private static ScriptedStream Cut(ChatResponseUpdate update) => new() { Updates = [update], OnMove = index => index == 1 ? throw TestClient.Http(503) : null };

    private ValueTask<bool>? Late()
    {
        _time.Advance(TimeSpan.FromMinutes(6));
        return null;
    }

    private CapacityAwareChatClient Router(ScriptedStream first, ScriptedStream second) =>
        new([new("a", first.AsClient()) { Profile = Prefills }, new("b", second.AsClient()) { Profile = Prefills }], new() { MaxContinuations = 1 }, _time);
}
