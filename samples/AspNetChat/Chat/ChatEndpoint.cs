using System.Net.ServerSentEvents;
using CapacityRouting;
using Microsoft.Extensions.AI;

namespace AspNetChat.Chat;

/// <summary>Answers a question, word by word, as server-sent events.</summary>
internal static class ChatEndpoint
{
    private static readonly ChatOptions Options = new()
    {
        Instructions = "You are friendly, and you answer in a few sentences without any markup.",
        MaxOutputTokens = 500,
        Tools = [WeatherTool.Tool],
    };

    public static void MapChat(this IEndpointRouteBuilder app) => app.MapPost("/api/chat", Answer);

    private static IResult Answer(ChatTurn[] conversation, IChatClient client, CancellationToken gone) => conversation is [.., { Role: "user" }]
        ? TypedResults.ServerSentEvents(StreamAsync(client.GetStreamingResponseAsync(conversation.Select(turn => turn.ToMessage()), Options, gone)))
        : TypedResults.BadRequest("The conversation has to end with a question.");

    private static async IAsyncEnumerable<SseItem<ChatEvent>> StreamAsync(IAsyncEnumerable<ChatResponseUpdate> answer)
    {
        List<RoutingReport> calls = [];
        string? error = null;
        await using var updates = answer.GetAsyncEnumerator();
        while (error is null)
        {
            try
            {
                if (!await updates.MoveNextAsync())
                    break;
                Note(calls, updates.Current.GetRoutingReport());
            }
            catch (Exception thrown) when (thrown is not OperationCanceledException)
            {
                Note(calls, thrown is StreamInterruptedException ? null : thrown.GetRoutingReport());
                error = WordsFor(thrown);
                continue;
            }

            foreach (var content in updates.Current.Contents)
                if (EventOf(content) is { } item)
                    yield return item;
        }

        yield return new(new EndEvent([.. calls.Select(CallView.Of)], error), "end");
    }

    /// <summary>Every update has the report of its call, which is complete when the call is.</summary>
    private static void Note(List<RoutingReport> calls, RoutingReport? report)
    {
        if (report is not null && !calls.Contains(report))
            calls.Add(report);
    }

    private static SseItem<ChatEvent>? EventOf(AIContent content) => content switch
    {
        TextContent { Text.Length: > 0 } words => new(new WordsEvent(words.Text), "words"),
        FunctionCallContent call => new(new ToolEvent(call.Name, call.Arguments), "tool"),
        _ => null,
    };

    private static string WordsFor(Exception thrown) => thrown switch
    {
        NoRouteAvailableException { RetryAfter: { } wait } => $"No model can answer now. Try again in {Math.Ceiling(wait.TotalSeconds)} s.",
        NoRouteAvailableException => "No model can answer now.",
        StreamInterruptedException => "The answer broke off here.",
        _ => "The question could not be answered.",
    };
}
