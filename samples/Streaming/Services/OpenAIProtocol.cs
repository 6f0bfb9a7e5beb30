using System.Text.Json;

namespace Streaming.Services;

/// <summary>OpenAI's chat completions, streamed.</summary>
internal sealed class OpenAIProtocol(string model) : IStreamProtocol
{
    public string Path => "/v1/chat/completions";

    public string Opening => Chunk(new { role = "assistant", content = "" });

    public string Closing => Chunk(new { }, "stop") + "data: [DONE]\n\n";

    public string Words(string text) => Chunk(new { content = text });

    private string Chunk(object delta, string? finishReason = null)
    {
        var chunk = new
        {
            id = "chatcmpl-1",
            @object = "chat.completion.chunk",
            created = 1_767_225_600,
            model,
            choices = new[] { new { index = 0, delta, finish_reason = finishReason } },
        };
        return $"data: {JsonSerializer.Serialize(chunk)}\n\n";
    }
}
