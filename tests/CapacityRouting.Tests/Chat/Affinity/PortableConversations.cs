using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Chat.Affinity;

/// <summary>Conversations of turns that two makers took in any order; what the foreign one made begins with an F.</summary>
internal static class PortableConversations
{
    private static readonly string[] Ids = ["call_1", "call_2", "toolu_01A09q90qw90lq917835lq9", "abcDEF123", "a-1", "", "0", "functions.look:0"];

    /// <summary>One turn: its maker, its parts as bits, and the ids of its calls.</summary>
    internal readonly record struct Turn(bool IsForeign, int Parts, int FirstId, int Calls);

    public static Gen<Turn[]> Any { get; } = (
        from isForeign in Gen.Elements(true, false)
        from parts in Gen.Choose(0, 31)
        from first in Gen.Choose(0, Ids.Length - 1)
        from calls in Gen.Choose(0, 3)
        select new Turn(isForeign, parts, first, calls)).ArrayOf();

    public static IReadOnlyList<ChatMessage> Messages(IEnumerable<Turn> turns) => [.. turns.SelectMany(MessagesOf)];

    public static bool? IsForeign(AIContent content) => content switch
    {
        FunctionCallContent call => call.Name.StartsWith('F'),
        TextReasoningContent reasoning => reasoning.ProtectedData!.StartsWith('F'),
        WebSearchToolCallContent search => search.CallId.StartsWith('F'),
        _ => false,
    };

    /// <summary>All that a conversation says, its objects' identities left out.</summary>
    public static string[] Described(IReadOnlyList<ChatMessage> messages) =>
        [.. messages.Select(message => $"{message.Role} {message.MessageId} {message.RawRepresentation} {message.AdditionalProperties?.Count}: {string.Join("; ", message.Contents.Select(Described))}")];

    private static IEnumerable<ChatMessage> MessagesOf(Turn turn)
    {
        string maker = turn.IsForeign ? "F" : "own";
        yield return new(ChatRole.User, "question") { MessageId = "caller", AdditionalProperties = new() { ["caller"] = true } };
        string[] ids = [.. Enumerable.Range(0, turn.Calls).Select(i => Ids[(turn.FirstId + i) % Ids.Length])];
        List<AIContent> parts = [];

        // The maker of an answer of text alone is unknown, so each answer has something that shows its maker.
        if ((turn.Parts & 1) != 0 || turn.Calls == 0)
            parts.Add(new TextReasoningContent("thought") { ProtectedData = $"{maker}-signature" });
        if ((turn.Parts & 2) != 0)
            parts.Add(new TextContent("text") { RawRepresentation = maker });
        if ((turn.Parts & 4) != 0)
            parts.AddRange([new WebSearchToolCallContent($"{maker}-search"), new WebSearchToolResultContent($"{maker}-search")]);
        parts.AddRange(ids.Select(id => new FunctionCallContent(id, $"{maker}-tool", new Dictionary<string, object?> { ["of"] = id }) { RawRepresentation = maker }));
        yield return new(ChatRole.Assistant, parts) { MessageId = maker, RawRepresentation = maker };
        if ((turn.Parts & 8) == 0)
            foreach (string id in ids)
                yield return new(ChatRole.Tool, [new FunctionResultContent(id, $"result of {id}")]);
        else if (ids.Length > 0)
            yield return new(ChatRole.Tool, [.. ids.Select(id => new FunctionResultContent(id, $"result of {id}"))]);
    }

    private static string Described(AIContent content) => string.Create(CultureInfo.InvariantCulture, $"{content.GetType().Name} {content.RawRepresentation} {content.AdditionalProperties?.Count} ") + content switch
    {
        FunctionCallContent call => $"{call.CallId} {call.Name} {call.Arguments!["of"]}",
        FunctionResultContent result => $"{result.CallId} {result.Result}",
        ToolCallContent call => call.CallId,
        ToolResultContent result => result.CallId,
        TextReasoningContent reasoning => reasoning.ProtectedData,
        TextContent text => text.Text,
        _ => "?",
    };
}
