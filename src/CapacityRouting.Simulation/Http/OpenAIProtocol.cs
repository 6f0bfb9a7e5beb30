using System.Text.Json;
using CapacityRouting.Simulation.Wire;

namespace CapacityRouting.Simulation.Http;

/// <summary>OpenAI's chat completions, and Azure's, which have other paths.</summary>
internal sealed class OpenAIProtocol : IWireProtocol
{
    private const string LastEvent = "data: [DONE]\n\n";

    public IReadOnlyList<string> Paths { get; } = ["/v1/chat/completions", $"/openai/deployments/{{{WireProtocol.Deployment}}}/chat/completions"];

    public WireRequest Read(JsonElement body, string? deployment) => new(
        body.Text("model") ?? deployment ?? throw JsonFields.Missing("model"),
        body.Flag("stream"),
        body.Messages(),
        body.Count("max_completion_tokens") ?? body.Count("max_tokens"));

    public string Malformed(string problem) => OpenAIDialect.Error(problem, "invalid_request_error", code: null);

    public string Whole(WireAnswer answer) => JsonSerializer.Serialize(new
    {
        id = IdOf(answer),
        @object = "chat.completion",
        created = answer.CreatedAt,
        model = answer.Model,
        choices = new[] { new { index = 0, message = new { role = "assistant", content = answer.Text }, finish_reason = "stop" } },
        usage = Usage(answer),
    });

    public string Opening(WireAnswer answer) => Chunk(answer, new { role = "assistant", content = "" }, finishReason: null);

    public string Piece(WireAnswer answer, int tokens) => Chunk(answer, new { content = WireAnswer.TextOf(tokens) }, finishReason: null);

    public string Closing(WireAnswer answer) => Chunk(answer, new { }, "stop") + UsageChunk(answer) + LastEvent;

    public string Error(string error) => Event(error);

    private static string IdOf(WireAnswer answer) => $"chatcmpl-{answer.Id}";

    private static string Chunk(WireAnswer answer, object delta, string? finishReason) => Event(JsonSerializer.Serialize(new
    {
        id = IdOf(answer),
        @object = "chat.completion.chunk",
        created = answer.CreatedAt,
        model = answer.Model,
        choices = new[] { new { index = 0, delta, finish_reason = finishReason } },
    }));

    private static string UsageChunk(WireAnswer answer) => Event(JsonSerializer.Serialize(new
    {
        id = IdOf(answer),
        @object = "chat.completion.chunk",
        created = answer.CreatedAt,
        model = answer.Model,
        choices = Array.Empty<object>(),
        usage = Usage(answer),
    }));

    private static string Event(string data) => $"data: {data}\n\n";

    private static object Usage(WireAnswer answer) => new
    {
        prompt_tokens = answer.InputTokens,
        completion_tokens = answer.OutputTokens,
        total_tokens = answer.InputTokens + answer.OutputTokens,
    };
}
