namespace AspNetChat.Chat;

/// <summary>What the page is sent while it waits for an answer.</summary>
internal abstract record ChatEvent;

/// <summary>Some words of the answer.</summary>
internal sealed record WordsEvent(string Text) : ChatEvent;

/// <summary>A tool that the model has asked for.</summary>
internal sealed record ToolEvent(string Name, IDictionary<string, object?>? Arguments) : ChatEvent;

/// <summary>The end of the answer, and the calls that it took: one, and one more after each tool.</summary>
/// <param name="Error">What went wrong; null when the answer is whole.</param>
internal sealed record EndEvent(IReadOnlyList<CallView> Calls, string? Error) : ChatEvent;
