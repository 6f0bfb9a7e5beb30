using System.Text.Json;
using CapacityRouting.Pipelines.Tests.Tools;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Pipelines.Tests;

/// <summary>A serialiser that works for a response works for a router's response too.</summary>
public sealed class SerializationTests
{
    private const string Key = "CapacityRouting.Report";

    public static TheoryData<bool, JsonKind> ResponsesByKind()
    {
        TheoryData<bool, JsonKind> all = [];
        foreach (JsonKind kind in Enum.GetValues<JsonKind>())
        {
            all.Add(false, kind);
            all.Add(true, kind);
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(ResponsesByKind))]
    public async Task Response_AfterAFailover_SaysWhoServedAndNoWordOfTheErrors(bool streaming, JsonKind kind)
    {
        using CapacityAwareChatClient client = FailingOver();

        string json = Json.Write(await client.AskAsync(streaming), kind);

        Assert.Contains("\"servedBy\":\"c\"", Compact(json), StringComparison.Ordinal);
        Quoting.AssertAbsent(json);
        RoutingReport restored = Json.Read<ChatResponse>(json, kind).GetRoutingReport()!;
        Assert.Equal((true, "c"), (restored.IsRestored, restored.ServedBy));
        Assert.Equal(streaming ? [] : ["a 401", "c "], restored.Attempts.Select(attempt => $"{attempt.Route} {attempt.Failure?.StatusCode}"));
        Assert.Equal(streaming ? 0 : 1, restored.OmittedAttempts);
    }

    [Theory]
    [InlineData(JsonKind.SourceGenerated)]
    [InlineData(JsonKind.Reflecting)]
    public async Task Updates_AfterAFailover_SayWhoServedAndNoWordOfTheErrors(JsonKind kind)
    {
        using CapacityAwareChatClient client = FailingOver();
        List<ChatResponseUpdate> updates = [];
        await client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(updates);

        string[] written = [.. updates.Select(update => Json.Write(update, kind))];

        Assert.Contains($$"""{"servedBy":"c"}""", Compact(written[0]), StringComparison.Ordinal);
        Assert.All(written, Quoting.AssertAbsent);
        Assert.Equal("c", Json.Read<ChatResponseUpdate>(written[0], kind).GetRoutingReport()!.ServedBy);
    }

    [Theory]
    [InlineData(JsonKind.SourceGenerated)]
    [InlineData(JsonKind.Reflecting)]
    public async Task Messages_OfAStreamedAnswer_SayWhoServedAndNoWordOfTheErrors(JsonKind kind)
    {
        using CapacityAwareChatClient client = FailingOver();
        List<ChatMessage> history = [.. Ask.Question];
        history.AddRange((await client.AskAsync(streaming: true)).Messages);

        string json = Json.Write<IList<ChatMessage>>(history, kind);

        Assert.Contains($$"""{"servedBy":"c"}""", Compact(json), StringComparison.Ordinal);
        Quoting.AssertAbsent(json);
        Assert.Equal("c", Json.Read<IList<ChatMessage>>(json, kind)[^1].GetRoutingReport()!.ServedBy);
    }

    [Theory]
    [InlineData(JsonKind.SourceGenerated)]
    [InlineData(JsonKind.Reflecting)]
    public async Task Updates_OfAStreamThatBrokeOff_SayNoWordOfTheError(JsonKind kind)
    {
        using CapacityAwareChatClient client = Make.Router(new TestClient { OnStream = (_, _, _) => BreakingAsync() });
        List<ChatResponseUpdate> updates = [];
        await Assert.ThrowsAsync<StreamInterruptedException>(() => client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(updates));

        string json = Json.Write(updates[0], kind);

        Assert.Contains("\"servedBy\":\"a\"", Compact(json), StringComparison.Ordinal);
        Quoting.AssertAbsent(json);
    }

    [Fact]
    public void Entry_OfAnyOtherKind_IsNoReport()
    {
        foreach (object? value in new object?[] { null, "c", 1, new Dictionary<string, object?>(), JsonElement.Parse("""{"servedBy":5,"last":"?"}""") })
        {
            AdditionalPropertiesDictionary properties = new() { [Key] = value };

            Assert.Null(new ChatResponse(new ChatMessage(ChatRole.Assistant, "ok") { AdditionalProperties = properties }).GetRoutingReport());
            Assert.Null(new ChatResponse { AdditionalProperties = properties }.GetRoutingReport());
            Assert.Null(new ChatResponseUpdate { AdditionalProperties = properties }.GetRoutingReport());
        }
    }

    /// <summary>Who copies the properties of an answer to the next request, or to other messages, gets the next call's own report all the same.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Properties_ThatACallerCopies_LeaveEachAnswerItsOwnReport(bool streaming)
    {
        int calls = 0;
        TestClient first = new() { OnResponse = (_, _, _) => calls++ == 0 ? throw TestClient.Http(500) : Task.FromResult(TestClient.Says("ok")) };
        using CapacityAwareChatClient client = Make.Router(first, new TestClient());
        ChatResponse earlier = await client.AskAsync(streaming);
        AdditionalPropertiesDictionary copied = earlier.AdditionalProperties ?? earlier.Messages[0].AdditionalProperties!;
        ChatMessage question = new(ChatRole.User, "again") { AdditionalProperties = new(copied) };

        ChatResponse later = await client.AskAsync(streaming, new() { AdditionalProperties = new(copied) }, [question]);

        Assert.Equal(("b", "a"), (earlier.GetRoutingReport()!.ServedBy, later.GetRoutingReport()!.ServedBy));
        Assert.Equal("b", question.GetRoutingReport()!.ServedBy);
        Assert.Single(later.GetRoutingReport()!.Attempts);
    }

    /// <summary>Telemetry writes what it finds under a key as text.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Entry_AsText_SaysWhoServed(bool streaming)
    {
        using CapacityAwareChatClient client = FailingOver();

        ChatResponse response = await client.AskAsync(streaming);

        AdditionalPropertiesDictionary properties = response.AdditionalProperties ?? response.Messages[0].AdditionalProperties!;
        Assert.Equal("c", properties[Key]!.ToString());
    }

    private static CapacityAwareChatClient FailingOver()
    {
        ChatResponse answer = new(new ChatMessage(ChatRole.Assistant, "ok") { MessageId = "m1" }) { FinishReason = ChatFinishReason.Stop };
        return Make.Router(Quoting.ByException(), Quoting.ByResponse(), new TestClient { OnResponse = (_, _, _) => Task.FromResult(answer) });
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> BreakingAsync()
    {
        await Task.CompletedTask;
        yield return Updates.Text("the beginning");
        throw new IOException($"{Quoting.Key} {Quoting.Prompt}");
    }

    private static string Compact(string json) => string.Concat(json.Where(letter => !char.IsWhiteSpace(letter)));
}
