using System.Text.Json;

namespace Samples.Services;

/// <summary>Anthropic's messages, streamed.</summary>
internal sealed class AnthropicProtocol(string model) : IModelProtocol
{
    public string Path => "/v1/messages";

    public string Model => model;

    public Refusal Limited => Refuse(429, "rate_limit_error", "This request would exceed your organization's rate limit of requests per minute.");

    public Refusal Overloaded => Refuse(529, "overloaded_error", "Overloaded");

    public IEnumerable<string> Events(ServiceRequest request, ServiceAnswer answer)
    {
        yield return Event("message_start", new { type = "message_start", message = Message(request) });
        yield return Start(0, new { type = "text", text = "" });
        foreach (var text in answer.Words)
            yield return Delta(0, new { type = "text_delta", text });
        if (answer.BreaksOff)
            yield break;
        yield return Stop(0);
        if (answer.Call is { } call)
        {
            yield return Start(1, new { type = "tool_use", id = $"toolu_{request.Tokens}", name = call.Name, input = new { } });
            yield return Delta(1, new { type = "input_json_delta", partial_json = call.Arguments });
            yield return Stop(1);
        }

        var end = new { stop_reason = answer.Call is null ? "end_turn" : "tool_use", stop_sequence = (string?)null };
        yield return Event("message_delta", new { type = "message_delta", delta = end, usage = new { output_tokens = answer.Tokens } });
        yield return Event("message_stop", new { type = "message_stop" });
    }

    private object Message(ServiceRequest request) => new
    {
        id = "msg_1",
        type = "message",
        role = "assistant",
        model,
        content = Array.Empty<object>(),
        stop_reason = (string?)null,
        stop_sequence = (string?)null,
        usage = new { input_tokens = request.Tokens, output_tokens = 1 },
    };

    private static string Start(int index, object block) => Event("content_block_start", new { type = "content_block_start", index, content_block = block });

    private static string Delta(int index, object delta) => Event("content_block_delta", new { type = "content_block_delta", index, delta });

    private static string Stop(int index) => Event("content_block_stop", new { type = "content_block_stop", index });

    private static string Event(string name, object data) => $"event: {name}\ndata: {JsonSerializer.Serialize(data)}\n\n";

    private static Refusal Refuse(int status, string type, string message) => new(status, new { type = "error", error = new { type, message } });
}
