namespace CapacityRouting.Chat.Affinity;

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
