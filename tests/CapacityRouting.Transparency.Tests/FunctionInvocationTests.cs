using System.Text.Json;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Transparency.Placing;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Transparency;

/// <summary>Function invocation above and below a router does what it does without one.</summary>
public sealed class FunctionInvocationTests
{
    private readonly List<string> _invoked = [];

    public static TheoryData<string, bool> All => Places.All;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Calls_OfOneAnswer_AreAllInvokedAndTheirResultsGoBackInOrder(string place, bool streaming)
    {
        TestClient model = Calling(rounds: 1, "look", "listen");
        using IChatClient client = Invoking(place, model);

        ChatResponse response = await client.AskAsync(streaming, Options());

        Assert.Equal(("done", 2), (response.Text[^4..], model.Calls));
        Assert.Equal(["look", "listen"], _invoked);
        Assert.Equal(["call-1-look", "call-1-listen"], ResultsIn(model.Messages[1]).Select(result => result.CallId));
        Assert.Equal(["look: seen", "listen: seen"], ResultsIn(model.Messages[1]).Select(result => result.Result!.ToString()));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Rounds_FollowEachOtherUntilTheModelIsDone(string place, bool streaming)
    {
        TestClient model = Calling(rounds: 5, "look");
        using IChatClient client = Invoking(place, model);

        ChatResponse response = await client.AskAsync(streaming, Options());

        Assert.Equal((6, 5), (model.Calls, _invoked.Count));
        Assert.Equal(5, response.Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Count());
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Rounds_EndAtTheMaximum(string place, bool streaming)
    {
        TestClient model = Calling(rounds: 100, "look");
        using IChatClient client = Invoking(place, model, invoking => invoking.MaximumIterationsPerRequest = 3);

        await client.AskAsync(streaming, Options());

        Assert.Equal((4, 3), (model.Calls, _invoked.Count));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Function_ThatThrows_IsToldToTheModel(string place, bool streaming)
    {
        TestClient model = Calling(rounds: 1, "fail");
        using IChatClient client = Invoking(place, model, invoking => invoking.IncludeDetailedErrors = true);

        ChatResponse response = await client.AskAsync(streaming, Options());

        Assert.EndsWith("done", response.Text, StringComparison.Ordinal);
        Assert.Contains("it broke", ResultsIn(model.Messages[1]).Single().Result!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Function_ThatThrowsTooOften_ThrowsItsOwnExceptionAtTheCaller(string place, bool streaming)
    {
        TestClient model = Calling(rounds: 100, "fail");
        using IChatClient client = Invoking(place, model, invoking => invoking.MaximumConsecutiveErrorsPerRequest = 1);

        Exception thrown = await Assert.ThrowsAnyAsync<Exception>(() => client.AskAsync(streaming, Options()));

        // Below a router of two routes, a failure of the second comes after one of the first: there the exception names both. A stream has begun: there it has what arrived.
        Assert.Contains("it broke", thrown.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Function_ThatIsUnknown_IsToldToTheModel(string place, bool streaming)
    {
        TestClient model = Calling(rounds: 1, "dance");
        using IChatClient client = Invoking(place, model);

        ChatResponse response = await client.AskAsync(streaming, Options());

        Assert.EndsWith("done", response.Text, StringComparison.Ordinal);
        Assert.Contains("dance", ResultsIn(model.Messages[1]).Single().Result!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Function_ThatIsOnlyDeclared_IsLeftToTheCaller(string place, bool streaming)
    {
        TestClient model = Calling(rounds: 1, "declared");
        using IChatClient client = Invoking(place, model);

        ChatResponse response = await client.AskAsync(streaming, Options());

        Assert.Equal("declared", response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Single().Name);
        Assert.Equal((1, ChatFinishReason.ToolCalls), (model.Calls, response.FinishReason));
    }

    /// <summary>A call that the provider has made itself is told, and invoked by nobody.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public async Task Call_ForInformationOnly_IsNotInvoked(string place, bool streaming)
    {
        TestClient model = new()
        {
            OnResponse = (_, _, _) => Task.FromResult(new ChatResponse(
                new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("1", "look") { InformationalOnly = true }, new TextContent("done")])) { FinishReason = ChatFinishReason.Stop }),
        };
        using IChatClient client = Invoking(place, model);

        ChatResponse response = await client.AskAsync(streaming, Options());

        Assert.Equal(("done", 1), (response.Text, model.Calls));
        Assert.Empty(_invoked);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Function_ThatNeedsApproval_IsInvokedAfterIt(string place, bool streaming)
    {
        TestClient model = Calling(rounds: 1, "look");
        using IChatClient client = Invoking(place, model);
        ChatOptions options = new() { Tools = [new ApprovalRequiredAIFunction(Function("look"))] };
        List<ChatMessage> history = [.. Ask.Question];

        ChatResponse asked = await client.AskAsync(streaming, options, history);
        ToolApprovalRequestContent request = asked.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>().Single();
        Assert.Empty(_invoked);
        history.AddMessages(asked);
        history.Add(new(ChatRole.User, [request.CreateResponse(approved: true)]));
        ChatResponse answered = await client.AskAsync(streaming, options, history);

        Assert.Equal("done", answered.Text);
        Assert.Equal(["look"], _invoked);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Context_OfTheInvocation_HasTheCallersOptionsAndMessages(string place, bool streaming)
    {
        (string? Tool, int Messages) seen = default;
        TestClient model = Calling(rounds: 1, "where");
        using IChatClient client = Invoking(place, model);
        AIFunction where = AIFunctionFactory.Create(
            () =>
            {
                FunctionInvocationContext context = FunctionInvokingChatClient.CurrentContext!;
                seen = (context.Function.Name, context.Messages.Count);
                return "here";
            },
            "where");

        await client.AskAsync(streaming, new() { Tools = [where] });

        Assert.Equal(("where", 1), seen with { Messages = Math.Min(seen.Messages, 1) });
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Usage_OfAllRounds_AddsUp(string place, bool streaming)
    {
        TestClient model = Calling(rounds: 2, "look");
        using IChatClient client = Invoking(place, model);

        ChatResponse response = await client.AskAsync(streaming, Options());

        Assert.Equal(30, response.Usage!.TotalTokenCount);
    }

    private static IEnumerable<FunctionResultContent> ResultsIn(IEnumerable<ChatMessage> messages) => messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>();

    private static IChatClient Invoking(string place, TestClient model, Action<FunctionInvokingChatClient>? configure = null) =>
        Places.Build(place, model, builder => builder.UseFunctionInvocation(configure: configure));

    /// <summary>A model that asks for functions in some rounds, and is then done.</summary>
    private static TestClient Calling(int rounds, params string[] functions) => new()
    {
        OnResponse = (messages, _, _) =>
        {
            int round = messages.Count(message => message.Role == ChatRole.Tool) + 1;
            ChatMessage answer = round > rounds
                ? new(ChatRole.Assistant, "done")
                : new(ChatRole.Assistant, [.. functions.Select(name => new FunctionCallContent($"call-{round}-{name}", name))]);
            return Task.FromResult(new ChatResponse(answer)
            {
                FinishReason = round > rounds ? ChatFinishReason.Stop : ChatFinishReason.ToolCalls,
                Usage = new() { TotalTokenCount = 10 },
            });
        },
    };

    private ChatOptions Options() => new()
    {
        Tools =
        [
            Function("look"),
            Function("listen"),
            AIFunctionFactory.Create(string () => throw new InvalidOperationException("it broke"), "fail"),
            AIFunctionFactory.CreateDeclaration("declared", description: null, JsonElement.Parse("{}")),
        ],
    };

    private AIFunction Function(string name) => AIFunctionFactory.Create(
        () =>
        {
            _invoked.Add(name);
            return $"{name}: seen";
        },
        name);
}
