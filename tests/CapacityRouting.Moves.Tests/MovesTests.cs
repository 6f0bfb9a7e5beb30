using CapacityRouting.Moves.Servers;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Moves;

/// <summary>Conversations with tools and reasoning move between makers, amid a turn and between turns. The servers refuse what the real ones refuse.</summary>
public sealed class MovesTests : IAsyncLifetime
{
    private static readonly bool[] Ways = [false, true];

    private Makers _makers = null!;

    public static TheoryData<string, string, bool, bool> Pairs()
    {
        TheoryData<string, string, bool, bool> pairs = [];
        foreach (string from in Makers.Names)
            foreach (string to in Makers.Names.Where(to => !string.Equals(to, from, StringComparison.Ordinal)))
                foreach (bool streaming in Ways)
                    foreach (bool isStored in Ways)
                        pairs.Add(from, to, streaming, isStored);
        return pairs;
    }

    public static TheoryData<string, string> Ordered()
    {
        TheoryData<string, string> ordered = [];
        foreach (string from in Makers.Names)
            foreach (string to in Makers.Names)
                ordered.Add(from, to);
        return ordered;
    }

    public async Task InitializeAsync() => _makers = await Makers.StartAsync();

    public async Task DisposeAsync() => await _makers.DisposeAsync();

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Conversation_ToAnotherMakerAndBack_IsRefusedNowhere(string from, string to, bool streaming, bool isStored)
    {
        using Traveller traveller = new(_makers, [from, to], streaming, isStored);

        // There and back amid a turn, then the other way round, then without a tool.
        await AskAsync(traveller, from, to, from);
        await AskAsync(traveller, to, from, to);
        traveller.Say("And now no tools, please.");
        Assert.Equal("Just this.", await traveller.StepAsync(from));
        traveller.Say("Again no tools, please.");
        Assert.Equal("Just this.", await traveller.StepAsync(to));

        AssertNothingRefused();
    }

    /// <summary>Reasoning is known by its id alone, to the account that made it.</summary>
    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    [InlineData("mistral")]
    [InlineData("deepseek")]
    [InlineData("gemini")]
    [InlineData("ollama")]
    public async Task Conversation_WithReasoningThatIsKnownById_IsRefusedNowhere(string other)
    {
        ((ResponsesServer)_makers["responses"]).Encrypts = false;
        using Traveller traveller = new(_makers, ["responses", other], streaming: false, isStored: false);

        await AskAsync(traveller, "responses", other, "responses");
        await AskAsync(traveller, other, "responses", other);

        Assert.True(_makers["responses"].Returned > 0);
        AssertNothingRefused();
    }

    /// <summary>A program that knows nothing of marks has stored the words alone, amid a turn.</summary>
    [Theory]
    [MemberData(nameof(Ordered))]
    public async Task Conversation_OfAnotherProgram_IsRefusedNowhere(string from, string to)
    {
        using Traveller first = new(_makers, Makers.Names, streaming: false, isStored: true);
        first.Say("What is the weather like?");
        await first.StepAsync(from);
        using Traveller second = new(_makers, Makers.Names, streaming: true, isStored: false) { History = [.. first.History.Select(Unmarked)] };

        await second.StepAsync(to);
        Assert.Equal("Rain everywhere, after 2 rounds.", await second.StepAsync(from));

        AssertNothingRefused();
    }

    /// <summary>Each maker goes down after one answer: a client that runs the tools itself gets every answer, from one maker after the other.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Conversation_WhoseMakersGoDown_GoesOnThroughAll(bool streaming)
    {
        foreach (StrictServer server in _makers.Servers)
            server.AnswersLeft = 1;
        using IChatClient client = _makers.Router(Makers.Names).AsBuilder().UseFunctionInvocation().Build();
        ChatOptions options = new() { Tools = [Tools.Tool], Reasoning = new() { Effort = ReasoningEffort.Low }, RawRepresentationFactory = Makers.Raw };
        List<ChatMessage> history = [];

        foreach ((string question, string answer) in new[] { ("What is the weather like?", "Rain everywhere, after 2 rounds."), ("And now?", "Rain everywhere, after 2 rounds."), ("And now no tools, please.", "Just this.") })
        {
            history.Add(new(ChatRole.User, question));
            ChatResponse response = await client.AskAsync(streaming, options, history);
            Assert.EndsWith(answer, response.Text, StringComparison.Ordinal);
            history.AddRange(response.Messages);
        }

        Assert.All(_makers.Servers, server => Assert.Equal(0, server.AnswersLeft));
        AssertNothingRefused();
    }

    private static ChatMessage Unmarked(ChatMessage message)
    {
        ChatMessage copy = message.Clone();
        (copy.AdditionalProperties, copy.MessageId) = (null, null);
        foreach (AIContent content in copy.Contents)
            content.AdditionalProperties = null;
        return copy;
    }

    private static async Task AskAsync(Traveller traveller, params string[] makers)
    {
        traveller.Say("What is the weather like?");
        await traveller.StepAsync(makers[0]);
        await traveller.StepAsync(makers[1]);
        Assert.Equal("Rain everywhere, after 2 rounds.", await traveller.StepAsync(makers[2]));
    }

    private void AssertNothingRefused()
    {
        Assert.Empty(_makers.Servers.SelectMany(server => server.Refusals));
        Assert.All(_makers.Servers.SelectMany(server => server.Bodies), body => Assert.DoesNotContain("CapacityRouting", body, StringComparison.OrdinalIgnoreCase));
    }
}
