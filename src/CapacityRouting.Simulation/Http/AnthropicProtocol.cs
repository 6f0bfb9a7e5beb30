using System.Text.Json;

namespace CapacityRouting.Simulation.Http;

/// <summary>Anthropic's messages.</summary>
internal sealed class AnthropicProtocol : IWireProtocol
{
    public IReadOnlyList<string> Paths { get; } = ["/v1/messages"];

    public WireRequest Read(JsonElement body, string? deployment)
    {
        string model = body.Text("model") ?? throw JsonFields.Missing("model");
        int maxTokens = body.Count("max_tokens") ?? throw JsonFields.Missing("max_tokens");
        PromptText prompt = body.Messages();
        if (body.Field("system") is { } system)
            prompt.Add(system);
        return new(model, body.Flag("stream"), prompt, maxTokens);
    }

    public string Malformed(string problem) =>
        JsonSerializer.Serialize(new { type = "error", error = new { type = "invalid_request_error", message = problem } });

    public string Whole(WireAnswer answer) => JsonSerializer.Serialize(Message(answer, answer.Text, "end_turn", answer.OutputTokens));

    public string Opening(WireAnswer answer) =>
        Event("message_start", new { type = "message_start", message = Message(answer, text: "", stopReason: null, outputTokens: 1) }) +
        Event("content_block_start", new { type = "content_block_start", index = 0, content_block = new { type = "text", text = "" } });

    public string Piece(WireAnswer answer, int tokens) => Event(
        "content_block_delta",
        new { type = "content_block_delta", index = 0, delta = new { type = "text_delta", text = WireAnswer.TextOf(tokens) } });

    public string Closing(WireAnswer answer) =>
        Event("content_block_stop", new { type = "content_block_stop", index = 0 }) +
        Event("message_delta", new
        {
            type = "message_delta",
            delta = new { stop_reason = "end_turn", stop_sequence = (string?)null },
            usage = new { output_tokens = answer.OutputTokens },
        }) +
        Event("message_stop", new { type = "message_stop" });

    public string Error(string error) => Event("error", error);

    /// <summary>A message. Without a text it has no content.</summary>
    private static object Message(WireAnswer answer, string text, string? stopReason, long outputTokens) => new
    {
        id = $"msg_{answer.Id}",
        type = "message",
        role = "assistant",
        model = answer.Model,
        content = text.Length == 0 ? [] : new object[] { new { type = "text", text } },
        stop_reason = stopReason,
        stop_sequence = (string?)null,
        usage = new { input_tokens = answer.InputTokens, output_tokens = outputTokens },
    };

    private static string Event(string name, object data) => Event(name, JsonSerializer.Serialize(data));

    private static string Event(string name, string data) => $"event: {name}\ndata: {data}\n\n";
}
