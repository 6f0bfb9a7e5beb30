using System.Text.Json.Nodes;

namespace CapacityRouting.Packages.Tests.Web;

/// <summary>What the services say.</summary>
internal static class Answers
{
    public const string Refusal = """{"type":"error","error":{"type":"rate_limit_error","code":"rate_limit_exceeded","message":"Rate limit reached."}}""";

    public static string OfAnthropic(string model) =>
        $$$"""{"id":"msg_1","type":"message","role":"assistant","model":"{{{model}}}","content":[{"type":"text","text":"{{{Greeting(model)}}}"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":9,"output_tokens":3}}""";

    /// <summary>Text; for a request with a tool first a call of it, and then text with its result.</summary>
    public static string OfOpenAI(string model, JsonNode request)
    {
        JsonNode? result = request["messages"]!.AsArray().LastOrDefault(message => message!["role"]!.GetValue<string>() == "tool");
        return request["tools"]?[0]?["function"]?["name"] is { } tool && result is null
            ? OfOpenAI(model, $$$"""{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"{{{tool}}}","arguments":"{}"}}]}""", "tool_calls")
            : OfOpenAI(model, $$"""{"role":"assistant","content":"{{Greeting(model)}}{{(result is null ? "" : $" in {result["content"]}")}}"}""", "stop");
    }

    public static string Greeting(string model) => $"{model} says hello";

    private static string OfOpenAI(string model, string message, string reason) =>
        $$$"""{"id":"1","object":"chat.completion","created":1700000000,"model":"{{{model}}}","choices":[{"index":0,"message":{{{message}}},"finish_reason":"{{{reason}}}"}],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}""";
}
