using System.Diagnostics;
using System.Text.Json;
using CapacityRouting.Pipelines.Tests.Tools;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Transparency.Placing;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Transparency;

/// <summary>The other parts of a pipeline, above and below a router, do what they do without one: caching, logging, telemetry, options, reduction, structured output.</summary>
public sealed class PipelineTests
{
    public static TheoryData<string, bool> All => Places.All;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Cache_GivesTheSameAnswerToTheSameQuestionAlone(string place, bool streaming)
    {
        int answers = 0;
        TestClient model = new() { OnResponse = (_, _, _) => Task.FromResult(TestClient.Says($"answer {++answers}")) };
        using IChatClient client = Places.Build(place, model, builder => builder.UseDistributedCache(new ByteCache()));
        ChatOptions warm = new() { Temperature = 0.9f };

        string[] texts =
        [
            (await client.AskAsync(streaming)).Text,
            (await client.AskAsync(streaming)).Text,
            (await client.AskAsync(streaming, warm)).Text,
            (await client.AskAsync(streaming, warm)).Text,
            (await client.AskAsync(streaming, messages: [new(ChatRole.User, "Another one?")])).Text,
            (await client.AskAsync(!streaming)).Text,
        ];

        Assert.Equal(["answer 1", "answer 1", "answer 2", "answer 2", "answer 3", "answer 4"], texts);
    }

    /// <summary>The next turn of a cached conversation is a hit too: what the router adds to an answer is the same each time.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public async Task Cache_OfAConversation_HitsInEachTurn(string place, bool streaming)
    {
        TestClient model = new() { OnResponse = (messages, _, _) => Task.FromResult(TestClient.Says($"answer {messages.Count()}")) };
        using IChatClient client = Places.Build(place, model, builder => builder.UseDistributedCache(new ByteCache()));

        string[] first = await TalkAsync(client, streaming);
        int calls = model.Calls;
        string[] second = await TalkAsync(client, streaming);

        Assert.Equal(first, second);
        Assert.Equal((3, 3), (calls, model.Calls));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Log_TellsOfTheCallAndItsEnd(string place, bool streaming)
    {
        using CapturingLoggerFactory log = new();
        using IChatClient client = Places.Build(place, new TestClient(), builder => builder.UseLogging(log));

        await client.AskAsync(streaming);

        string method = streaming ? "GetStreamingResponseAsync" : "GetResponseAsync";
        Assert.Single(log.Messages, message => message.Contains($"{method} invoked", StringComparison.Ordinal));
        Assert.Single(log.Messages, message => message.Contains($"{method} completed", StringComparison.Ordinal));
    }

    /// <summary>At the level of traces the log has the answer, with what the router says of it.</summary>
    [Fact]
    public async Task Log_OfTraces_HasTheReport()
    {
        using CapturingLoggerFactory log = new();
        using IChatClient client = Ways.To(new TestClient(), Ways.Second).AsBuilder().UseLogging(log).Build();

        await client.GetResponseAsync(Ask.Question);

        string told = Assert.Single(log.Messages, message => message.Contains("servedBy", StringComparison.Ordinal));
        Assert.Contains("down: Overloaded 503 in", told, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Log_TellsOfAFailure(string place, bool streaming)
    {
        using CapturingLoggerFactory log = new();
        using IChatClient client = Places.Build(place, TestClient.Failing(() => new NotSupportedException("no such feature")), builder => builder.UseLogging(log));

        await Assert.ThrowsAnyAsync<Exception>(() => client.AskAsync(streaming));

        Assert.Single(log.Messages, message => message.StartsWith("Error", StringComparison.Ordinal) && message.Contains("no such feature", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Telemetry_HasOneSpanWithTheModelAndItsTokens(string place, bool streaming)
    {
        string source = $"telemetry {place} {streaming}";
        List<Activity> spans = [];
        using ActivityListener listener = Listen(source, spans);
        TestClient model = new()
        {
            OnResponse = (_, _, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "ok"))
            {
                ResponseId = "r1", ModelId = "answered", FinishReason = ChatFinishReason.Stop, Usage = new() { InputTokenCount = 3, OutputTokenCount = 4 },
            }),
        };
        using IChatClient client = Places.Build(place, model, builder => builder.UseOpenTelemetry(sourceName: source));

        await client.AskAsync(streaming, new() { ModelId = "asked" });

        Activity span = Assert.Single(spans);
        Assert.Equal(("chat asked", ActivityStatusCode.Unset), (span.DisplayName, span.Status));
        Assert.Equal(("answered", 3, 4), (span.GetTagItem("gen_ai.response.model"), span.GetTagItem("gen_ai.usage.input_tokens"), span.GetTagItem("gen_ai.usage.output_tokens")));
        Assert.Contains("stop", JsonSerializer.Serialize(span.GetTagItem("gen_ai.response.finish_reasons")), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Telemetry_OfAFailure_NamesTheExceptionOfTheModel(string place, bool streaming)
    {
        string source = $"telemetry of a failure {place} {streaming}";
        List<Activity> spans = [];
        using ActivityListener listener = Listen(source, spans);
        using IChatClient client = Places.Build(place, TestClient.Failing(() => new NotSupportedException("no such feature")), builder => builder.UseOpenTelemetry(sourceName: source));

        await Assert.ThrowsAnyAsync<Exception>(() => client.AskAsync(streaming));

        Activity span = Assert.Single(spans);
        Assert.Equal(ActivityStatusCode.Error, span.Status);
        Assert.Contains("no such feature", span.StatusDescription!, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Options_ThatAPartConfigures_ReachTheModel(string place, bool streaming)
    {
        TestClient model = new();
        using IChatClient client = Places.Build(place, model, builder => builder.ConfigureOptions(options => options.Seed = 7));
        ChatOptions own = new() { Temperature = 0.5f };

        await client.AskAsync(streaming, own);
        await client.AskAsync(streaming);

        Assert.Equal([7L, 7L], model.Options.Select(options => options!.Seed!.Value));
        Assert.Equal((0.5f, null), (model.Options[0]!.Temperature, own.Seed));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Reducer_ShortensWhatTheModelGets(string place, bool streaming)
    {
        TestClient model = new();
        using IChatClient client = Places.Build(place, model, builder => builder.UseChatReducer(new MessageCountingChatReducer(2)));
        ChatMessage[] history = [.. Enumerable.Range(0, 9).Select(i => new ChatMessage(i % 2 == 0 ? ChatRole.User : ChatRole.Assistant, $"message {i}"))];

        await client.AskAsync(streaming, messages: history);

        Assert.Equal(["message 7", "message 8"], model.Messages[0].Select(message => message.Text));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task StructuredOutput_AsksForItsSchemaAndIsRead(string place, bool hasNativeSchema)
    {
        TestClient model = new() { OnResponse = (_, _, _) => Task.FromResult(TestClient.Says("""{"city":"Rome","degrees":31}""")) };
        using IChatClient client = Places.Build(place, model, builder => builder);

        ChatResponse<Weather> response = await client.GetResponseAsync<Weather>(Ask.Question, useJsonSchemaResponseFormat: hasNativeSchema);

        Assert.Equal(new Weather("Rome", 31), response.Result);
        ChatResponseFormatJson format = Assert.IsType<ChatResponseFormatJson>(model.Options[0]!.ResponseFormat);
        Assert.Equal(hasNativeSchema, format.Schema is not null);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task StructuredOutput_ThatIsNone_IsTold(string place, bool _)
    {
        using IChatClient client = Places.Build(place, new TestClient { OnResponse = (_, _, _) => Task.FromResult(TestClient.Says("no JSON")) }, builder => builder);

        ChatResponse<Weather> response = await client.GetResponseAsync<Weather>(Ask.Question);

        Assert.False(response.TryGetResult(out Weather? none));
        Assert.Null(none);
        Assert.Equal("no JSON", response.Text);
    }

    private static async Task<string[]> TalkAsync(IChatClient client, bool streaming)
    {
        List<ChatMessage> history = [];
        for (int turn = 0; turn < 3; turn++)
        {
            history.Add(new(ChatRole.User, $"question {turn}"));
            history.AddMessages(await client.AskAsync(streaming, messages: history));
        }

        return [.. history.Select(message => message.Text)];
    }

    private static ActivityListener Listen(string source, List<Activity> spans)
    {
        ActivityListener listener = new()
        {
            ShouldListenTo = each => each.Name == source,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private sealed record Weather(string City, int Degrees);
}
