using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Affinity;

/// <summary>The key of one thing that a route made. It is short, however long the thing is: a long thing is kept as a hash.</summary>
internal readonly record struct StateKey
{
    // Longer than the ids of tool calls, which are most of the entries.
    private const int LongestId = 64;

    private readonly StateKind _kind;
    private readonly string _id;

    private StateKey(StateKind kind, string id) =>
        (_kind, _id) = (kind, id.Length <= LongestId ? id : Hash(MemoryMarshal.AsBytes(id.AsSpan())));

    private StateKey(ReadOnlySpan<byte> token) => (_kind, _id) = (StateKind.Response, Hash(token));

    public static StateKey? OfConversation(string? id) => string.IsNullOrEmpty(id) ? null : new(StateKind.Conversation, id);

    /// <returns>Null for no token, and for a token without bytes: it could never be recognised.</returns>
    public static StateKey? OfToken(ResponseContinuationToken? token)
    {
        try
        {
            return token?.ToBytes() is { Length: > 0 } bytes ? new(bytes.Span) : null;
        }
        catch (Exception)
        {
            // A provider's own type of token may have no bytes.
            return null;
        }
    }

    /// <returns>Null for content that any route can read.</returns>
    public static StateKey? Of(AIContent? content) => content switch
    {
        ToolCallContent { CallId: { Length: > 0 } id } => new(StateKind.ToolCall, id),
        ToolResultContent { CallId: { Length: > 0 } id } => new(StateKind.ToolCall, id),
        InputRequestContent { RequestId: { Length: > 0 } id } => new(StateKind.ToolCall, id),
        InputResponseContent { RequestId: { Length: > 0 } id } => new(StateKind.ToolCall, id),
        TextReasoningContent { ProtectedData: { Length: > 0 } data } => new(StateKind.Reasoning, data),
        _ => null,
    };

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexString(SHA256.HashData(bytes));
}

/// <summary>The kinds of provider state, which only the route that made it, or its group, can use.</summary>
internal enum StateKind
{
    /// <summary>A conversation that the provider keeps.</summary>
    Conversation,

    /// <summary>A background response, or the place in a stream from which it can be resumed.</summary>
    Response,

    /// <summary>A tool call, or a request for leave to make one.</summary>
    ToolCall,

    /// <summary>Reasoning that the provider has signed or encrypted.</summary>
    Reasoning,
}
