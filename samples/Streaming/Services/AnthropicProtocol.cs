using System.Text.Json;

namespace Streaming.Services;

/// <summary>Anthropic's messages, streamed.</summary>
internal sealed class AnthropicProtocol(string model) : IStreamProtocol
{
    public string Path => "/v1/messages";

    public string Opening =>
        Event("message_start", new { type = "message_start", message = Message }) +
        Event("content_block_start", new { type = "content_block_start", index = 0, content_block = new { type = "text", text = "" } });

    public string Closing =>
        Event("content_block_stop", new { type = "content_block_stop", index = 0 }) +
        Event("message_delta", new { type = "message_delta", delta = new { stop_reason = "end_turn", stop_sequence = (string?)null }, usage = new { output_tokens = 100 } }) +
        Event("message_stop", new { type = "message_stop" });

    private object Message => new
    {
        id = "msg_1",
        type = "message",
        role = "assistant",
        model,
        content = Array.Empty<object>(),
        stop_reason = (string?)null,
        stop_sequence = (string?)null,
        usage = new { input_tokens = 120, output_tokens = 1 },
    };

    public string Words(string text) =>
        Event("content_block_delta", new { type = "content_block_delta", index = 0, delta = new { type = "text_delta", text } });

    private static string Event(string name, object data) => $"event: {name}\ndata: {JsonSerializer.Serialize(data)}\n\n";
}
