using System.Text.Json;

namespace Samples.Services;

/// <summary>OpenAI's chat completions, streamed.</summary>
internal sealed class OpenAIProtocol(string model) : IModelProtocol
{
    public string Path => "/v1/chat/completions";

    public string Model => model;

    public Refusal Limited => Refuse(429, "requests", "rate_limit_exceeded", $"Rate limit reached for {model} on requests per min.");

    public Refusal Overloaded => Refuse(503, "server_error", null, "The engine is currently overloaded, please try again later.");

    public IEnumerable<string> Events(ServiceRequest request, ServiceAnswer answer)
    {
        yield return Chunk(new { role = "assistant", content = "" });
        foreach (var word in answer.Words)
            yield return Chunk(new { content = word });
        if (answer.BreaksOff)
            yield break;
        if (answer.Call is { } call)
            yield return Chunk(new { tool_calls = new[] { new { index = 0, id = $"call_{request.Tokens}", type = "function", function = new { name = call.Name, arguments = call.Arguments } } } });
        yield return Chunk(new { }, answer.Call is null ? "stop" : "tool_calls");
        yield return Event(choices: [], new { prompt_tokens = request.Tokens, completion_tokens = answer.Tokens, total_tokens = request.Tokens + answer.Tokens });
        yield return "data: [DONE]\n\n";
    }

    private string Chunk(object delta, string? finishReason = null) => Event([new { index = 0, delta, finish_reason = finishReason }], usage: null);

    private string Event(object[] choices, object? usage) =>
        $"data: {JsonSerializer.Serialize(new { id = "chatcmpl-1", @object = "chat.completion.chunk", created = 1_767_225_600, model, choices, usage })}\n\n";

    private static Refusal Refuse(int status, string type, string? code, string message) =>
        new(status, new { error = new { message, type, param = (string?)null, code } });
}
