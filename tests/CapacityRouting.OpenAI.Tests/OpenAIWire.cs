namespace CapacityRouting.Tests;

/// <summary>What chat completions look like on the wire.</summary>
internal static class OpenAIWire
{
    public const string Answer = """
        {"id":"chatcmpl-1","object":"chat.completion","created":1767312000,"model":"gpt-test",
         "choices":[{"index":0,"message":{"role":"assistant","content":"the first answers","refusal":null},"logprobs":null,"finish_reason":"stop"}],
         "usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}
        """;

    public const string Done = "data: [DONE]";

    /// <summary>A chunk with the role only.</summary>
    public const string RoleChunk = """data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767312000,"model":"gpt-test","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}""";

    public const string TextChunk = """data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767312000,"model":"gpt-test","choices":[{"index":0,"delta":{"content":"the first answers"},"finish_reason":null}]}""";

    public const string StopChunk = """data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767312000,"model":"gpt-test","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";

    public static string Error(string message, string type, string? code) =>
        $$$"""{"error":{"message":"{{{message}}}","type":"{{{type}}}","param":null,"code":{{{(code is null ? "null" : $"\"{code}\"")}}}}}""";
}
