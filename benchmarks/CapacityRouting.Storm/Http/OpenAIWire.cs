using System.Text.Json;
using CapacityRouting.Storm.Scripts;

namespace CapacityRouting.Storm.Http;

/// <summary>Chat completions.</summary>
internal sealed class OpenAIWire(string id) : IStormWire
{
    private static readonly object[] NoChoices = [];

    public string Events(ScriptStep step) => step.Kind switch
    {
        StepKind.Lifecycle => Chunk(new { role = "assistant", content = "" }, finish: null),
        StepKind.Text => Chunk(new { content = step.Text }, finish: null),
        StepKind.Finish => Chunk(new { }, "stop"),
        StepKind.Usage => Data(new { id, @object = "chat.completion.chunk", created = 1, model = "storm", choices = NoChoices, usage = new { prompt_tokens = 10, completion_tokens = 5, total_tokens = 15 } }),
        StepKind.End => "data: [DONE]\n\n",
        _ => "",
    };

    public string ErrorEvent() => Data(new { error = new { message = "The server had an error.", type = "server_error", code = "server_error" } });

    private string Chunk(object delta, string? finish) =>
        Data(new { id, @object = "chat.completion.chunk", created = 1, model = "storm", choices = new[] { new { index = 0, delta, finish_reason = finish } } });

    private static string Data(object data) => $"data: {JsonSerializer.Serialize(data)}\n\n";
}
