namespace Samples.Services;

/// <summary>A call of a tool that a model asks for.</summary>
/// <param name="Arguments">An object of JSON.</param>
internal sealed record ToolCall(string Name, string Arguments);
