using CapacityRouting.Tests.Tools;
using CapacityRouting.Transparency.Placing;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Transparency;

/// <summary>What a caller gives reaches the model as it is.</summary>
public sealed class RequestTests
{
    public static TheoryData<string, bool> OnlyRoutes => Ways.Crossed([Ways.None, Ways.Untimed, Ways.One, Ways.Nested]);

    public static TheoryData<string, bool> All => Ways.AllBothWays;

    public static TheoryData<string, bool> Routers => Ways.RoutersBothWays;

    [Theory]
    [MemberData(nameof(OnlyRoutes))]
    public async Task Options_ThatSayNothingToTheRouter_ReachTheModelAsTheSameObject(string way, bool streaming)
    {
        TestClient model = new();
        using IChatClient client = Ways.To(model, way);
        ChatOptions options = new() { ModelId = "m", Temperature = 0.5f, Tools = [AIFunctionFactory.Create(() => "rain", "look")], AdditionalProperties = new() { ["key"] = "value" } };

        await client.AskAsync(streaming, options);
        await client.AskAsync(streaming);

        Assert.Equal([options, null], model.Options);
        Assert.Same(options, model.Options[0]);
    }

    /// <summary>On purpose: what one client changes must not reach the next.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Options_OfSeveralRoutes_AreEachRoutesOwn(bool streaming)
    {
        TestClient second = new();
        TestClient first = new()
        {
            OnResponse = (_, options, _) =>
            {
                options!.Temperature = 2;
                throw TestClient.Http(503);
            },
        };
        using CapacityAwareChatClient client = new([new ModelRoute("first", first), new("second", second)]);
        ChatOptions options = new() { Temperature = 0.5f };

        await client.AskAsync(streaming, options);

        Assert.Equal((0.5f, 0.5f), (second.Options[0]!.Temperature, options.Temperature));
    }

    [Theory]
    [MemberData(nameof(Routers))]
    public async Task Options_ForTheRouter_StayBehindAndTheCallersObjectIsAsItWas(string way, bool streaming)
    {
        TestClient model = new();
        using IChatClient client = Ways.To(model, way);
        ChatOptions options = new ChatOptions { Temperature = 0.5f, AdditionalProperties = new() { ["key"] = "value" } }.WithRouting(new() { MaxWait = TimeSpan.FromSeconds(1) });

        await client.AskAsync(streaming, options);

        ChatOptions seen = Assert.Single(model.Options)!;
        Assert.Equal(["key"], seen.AdditionalProperties!.Keys);
        Assert.Equal((0.5f, 2), (seen.Temperature, options.AdditionalProperties!.Count));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Messages_InAList_ReachTheModelAsTheSameObject(string way, bool streaming)
    {
        IEnumerable<ChatMessage>? seen = null;
        TestClient model = new() { OnResponse = (messages, _, _) => Task.FromResult(Seen(messages)) };
        using IChatClient client = Ways.To(model, way);
        List<ChatMessage> messages = [new(ChatRole.System, "Be brief."), new(ChatRole.User, [new TextContent("hi"), new DataContent(new byte[] { 1, 2 }, "image/png")])];

        await client.AskAsync(streaming, messages: messages);

        Assert.Same(messages, seen);

        ChatResponse Seen(IEnumerable<ChatMessage> given)
        {
            seen = given;
            return TestClient.Says("ok");
        }
    }

    [Theory]
    [MemberData(nameof(Routers))]
    public async Task Messages_OfAnIterator_AreReadOnce(string way, bool streaming)
    {
        TestClient model = new();
        using IChatClient client = Ways.To(model, way);
        int readings = 0;

        await client.AskAsync(streaming, messages: Iterate());

        Assert.Equal(1, readings);
        Assert.Equal(["first", "second"], model.Messages[0].Select(message => message.Text));

        IEnumerable<ChatMessage> Iterate()
        {
            readings++;
            yield return new(ChatRole.User, "first");
            yield return new(ChatRole.User, "second");
        }
    }

    [Theory]
    [MemberData(nameof(Routers))]
    public async Task Messages_ThatAreNull_AreRefusedBeforeAnythingIsSent(string way, bool streaming)
    {
        TestClient model = new();
        using IChatClient client = Ways.To(model, way);

        await Assert.ThrowsAsync<ArgumentNullException>("messages", async () =>
        {
            if (streaming)
                client.GetStreamingResponseAsync((IEnumerable<ChatMessage>)null!);
            else
                await client.GetResponseAsync((IEnumerable<ChatMessage>)null!);
        });

        Assert.Equal(0, model.Calls);
    }

    /// <summary>A background response is begun, polled with its token, and read to its end at the route that made it.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public async Task BackgroundResponse_IsPolledWithItsTokenUntilItIsDone(string way, bool _)
    {
        ResponseContinuationToken? polled = null;
        TestClient model = new()
        {
            OnResponse = (_, options, _) =>
            {
                polled = options!.ContinuationToken;
                Assert.True(options.AllowBackgroundResponses);
                return Task.FromResult(polled is null ? new ChatResponse { ContinuationToken = ResponseContinuationToken.FromBytes(new byte[] { 7 }) } : TestClient.Says("done"));
            },
        };
        using IChatClient client = Ways.To(model, way);

        ChatResponse begun = await client.GetResponseAsync(Ask.Question, new() { AllowBackgroundResponses = true });
        ChatResponse done = await client.GetResponseAsync([], new() { AllowBackgroundResponses = true, ContinuationToken = begun.ContinuationToken });

        Assert.Equal([7], polled!.ToBytes().ToArray());
        Assert.Equal("done", done.Text);
    }
}
