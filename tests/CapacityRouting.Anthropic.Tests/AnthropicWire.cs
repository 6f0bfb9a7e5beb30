namespace CapacityRouting.Tests;

/// <summary>What messages look like on the wire.</summary>
internal static class AnthropicWire
{
    public const string Answer = """
        {"id":"msg_1","type":"message","role":"assistant","model":"claude-test","content":[{"type":"text","text":"the first answers"}],
         "stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":9,"output_tokens":3}}
        """;

    public const string Start = """
        event: message_start
        data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-test","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":9,"output_tokens":1}}}
        """;

    public const string BlockStart = """
        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}
        """;

    public const string Text = """
        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"the first answers"}}
        """;

    public const string BlockStop = """
        event: content_block_stop
        data: {"type":"content_block_stop","index":0}
        """;

    public const string Delta = """
        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":3}}
        """;

    public const string Stop = """
        event: message_stop
        data: {"type":"message_stop"}
        """;

    public static string Error(string type, string message) =>
        $$$"""{"type":"error","error":{"type":"{{{type}}}","message":"{{{message}}}"},"request_id":"req_1"}""";

    public static string ErrorEvent(string type, string message) => "event: error\ndata: " + Error(type, message);
}
