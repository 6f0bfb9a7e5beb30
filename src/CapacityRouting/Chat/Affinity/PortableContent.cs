using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Affinity;

/// <summary>
/// A foreign content in a form that every provider accepts: its words, without the maker's own parts. Annotations are dropped: they cite
/// searches and files that stay behind.
/// </summary>
internal static class PortableContent
{
    /// <summary>Null when none of it may be sent.</summary>
    public static AIContent? Of(AIContent content, PortableCallIds ids) => content switch
    {
        FunctionCallContent call => CallOf(call, ids),
        FunctionResultContent result => ResultOf(result, ids),

        // Reasoning is signed, in the part itself or in one beside it. Without the signature some providers refuse it, and the others do not read it.
        TextReasoningContent or UsageContent => null,

        // Some providers refuse an empty text, or one of white space only, and it says nothing.
        TextContent text when string.IsNullOrWhiteSpace(text.Text) => null,
        TextContent or DataContent or UriContent when IsBare(content) => content,
        TextContent words => new TextContent(words.Text),
        DataContent data => new DataContent(data.Data, data.MediaType) { Name = data.Name },
        UriContent uri => new UriContent(uri.Uri, uri.MediaType),
        _ => PortableMessages.IsBoundToMaker(content) ? null : content,
    };

    /// <summary>A tool's result is the caller's own. It keeps its properties; only parts that may hold the old id are dropped.</summary>
    public static FunctionResultContent ResultOf(FunctionResultContent result, PortableCallIds ids) => new(ids.Of(result), result.Result)
    {
        Exception = result.Exception,
        AdditionalProperties = result.AdditionalProperties,
        Annotations = result.Annotations,
    };

    private static bool IsBare(AIContent content) =>
        content is { RawRepresentation: null, AdditionalProperties: null or { Count: 0 }, Annotations: null or { Count: 0 } };

    // The caller of the tools knows whether the call was answered already; a provider does not.
    private static FunctionCallContent CallOf(FunctionCallContent call, PortableCallIds ids) =>
        new(ids.Of(call), call.Name, call.Arguments) { InformationalOnly = call.InformationalOnly };
}
