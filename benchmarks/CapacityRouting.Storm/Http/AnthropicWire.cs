using System.Text.Json;
using CapacityRouting.Storm.Scripts;

namespace CapacityRouting.Storm.Http;

/// <summary>Anthropic's messages: whatever comes first is led in by the beginning of the message.</summary>
internal sealed class AnthropicWire(string id) : IStormWire
{
    private static readonly object[] NoContent = [];
    private bool _isOpen;

    private static string Closing => Event(new { type = "content_block_stop", index = 0 })
        + Event(new { type = "message_delta", delta = new { stop_reason = "end_turn", stop_sequence = (string?)null }, usage = new { output_tokens = 5 } });

    public string Events(ScriptStep step) => step.Kind switch
    {
        StepKind.Lifecycle => _isOpen ? Event(new { type = "ping" }) : Opening(),
        StepKind.Text => Opening() + Event(new { type = "content_block_delta", index = 0, delta = new { type = "text_delta", text = step.Text } }),
        StepKind.Finish => Opening() + Closing,
        StepKind.End => Event(new { type = "message_stop" }),
        _ => "",
    };

    public string ErrorEvent() => Event(new { type = "error", error = new { type = "api_error", message = "Internal server error" } });

    private string Opening()
    {
        if (_isOpen)
            return "";
        _isOpen = true;
        object message = new { id, type = "message", role = "assistant", model = "storm", content = NoContent, stop_reason = (string?)null, stop_sequence = (string?)null, usage = new { input_tokens = 10, output_tokens = 1 } };
        return Event(new { type = "message_start", message }) + Event(new { type = "content_block_start", index = 0, content_block = new { type = "text", text = "" } });
    }

    private static string Event(object data)
    {
        JsonElement json = JsonSerializer.SerializeToElement(data);
        return $"event: {json.GetProperty("type").GetString()}\ndata: {json.GetRawText()}\n\n";
    }
}
