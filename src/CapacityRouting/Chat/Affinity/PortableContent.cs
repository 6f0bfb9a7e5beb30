using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Affinity;

/// <summary>
/// A content of a message that another provider made, as anybody can take it: what it says, without what is the maker's own. Annotations go with that: they cite
/// searches and files that stay behind.
/// </summary>
internal static class PortableContent
{
    /// <summary>Null when nothing of it can go.</summary>
    public static AIContent? Of(AIContent content, PortableCallIds ids) => content switch
    {
        FunctionCallContent call => CallOf(call, ids),
        FunctionResultContent result => ResultOf(result, ids),

        // Reasoning is signed, in the part itself or in one beside it; without the signature some refuse it, and the others don't read it.
        TextReasoningContent or UsageContent => null,

        // An empty text is refused by some, and says nothing.
        TextContent { Text.Length: 0 } => null,
        TextContent or DataContent or UriContent when IsBare(content) => content,
        TextContent text => new TextContent(text.Text),
        DataContent data => new DataContent(data.Data, data.MediaType) { Name = data.Name },
        UriContent uri => new UriContent(uri.Uri, uri.MediaType),
        _ => PortableMessages.HasMakersMark(content) ? null : content,
    };

    /// <summary>A tool's result is the caller's own: it keeps its properties, and only what may hold the old id goes.</summary>
    public static FunctionResultContent ResultOf(FunctionResultContent result, PortableCallIds ids) => new(ids.Of(result.CallId), result.Result)
    {
        Exception = result.Exception,
        AdditionalProperties = result.AdditionalProperties,
        Annotations = result.Annotations,
    };

    private static bool IsBare(AIContent content) =>
        content is { RawRepresentation: null, AdditionalProperties: null or { Count: 0 }, Annotations: null or { Count: 0 } };

    // Whether the call was answered already is known to whoever calls the tools, not to a provider.
    private static FunctionCallContent CallOf(FunctionCallContent call, PortableCallIds ids) =>
        new(ids.Of(call.CallId), call.Name, call.Arguments) { InformationalOnly = call.InformationalOnly };
}
