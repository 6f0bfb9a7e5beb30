using System.IO.Compression;
using System.Text;
using CapacityRouting.Wire;

namespace CapacityRouting.Tests.Wire;

public sealed class AnswerReadingTests
{
    public static TheoryData<string> Errors =>
    [
        """{"detail":"Not enough credits"}""",
        """{"base_resp":{"status_code":1008,"status_msg":"insufficient balance"},"choices":null}""",
        """{"error_code":18,"error_msg":"Open api qps request limit reached"}""",
        """{"errors":[{"message":"AiError","code":4006}],"success":false,"result":{},"messages":[]}""",
        """{"header":{"code":10013,"message":"input not allowed","sid":"x"}}""",
        """{"code":"Throttling.RateQuota","message":"Requests rate limit exceeded"}""",
        """{"status":"failure","message":"busy"}""",
        "event: conversation.chat.failed\ndata: {\"last_error\":{\"code\":7001,\"msg\":\"failed\"}}\n\n",
        "data: {\"error\":{\"code\":400,\"message\":\"no\"}}\ndata: [DONE]\n\n",
        "data: {\"detail\":\"gone\"}\n\ndata: [DONE]\n\n",
    ];

    [Theory]
    [MemberData(nameof(Errors))]
    public void Error_InAnyPlaceOfASuccess_IsFound(string body) => Assert.NotNull(EmbeddedError.In(body));

    public static TheoryData<string> Answers =>
    [
        """{"choices":[{"message":{"content":"detail: an error"}}],"base_resp":{"status_code":0,"status_msg":"success"}}""",
        """{"choices":[{"message":{"content":"fine"}}],"base_resp":{"status_code":1000,"status_msg":"flagged"}}""",
        """{"type":"message","content":[{"type":"text","text":"an error in detail"}]}""",
        """{"code":200,"message":"success","data":{}}""",
        """{"candidates":[{"content":{"parts":[{"text":"detail"}]}}]}""",
        """{"model":"m","message":{"role":"assistant","content":"error"},"done":true,"done_reason":"stop"}""",
        "data: {\"choices\":[{\"delta\":{\"content\":\"detail error\"}}]}\n\ndata: [DONE]\n\n",
        "event: ping\ndata: {\"type\":\"ping\"}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
    ];

    [Theory]
    [MemberData(nameof(Answers))]
    public void Answer_ThatSpeaksOfErrors_IsNone(string body) => Assert.Null(EmbeddedError.In(body));

    [Theory]
    [InlineData("""{"info":"the model is being loaded"}""", true)]
    [InlineData("data: {\"info\":\"queued\"}\n\n", true)]
    [InlineData("block_reason: SAFETY\nratings { category: X }", true)]
    [InlineData("data: {\"choices\":[{\"delta\":{}}]}\n\ndata: {\"info\":\"x\"}\n\n", false)]
    [InlineData("<html>page</html>", false)]
    public void Body_WithoutAnyFieldOfAnAnswer_IsReadAsAText(string body, bool isRead) => Assert.Equal(isRead, UnreadableBody.In(body) is not null);

    /// <summary>Model text that looks like a reason is none.</summary>
    [Theory]
    [InlineData("""{"choices":[{"message":{"content":""},"finish_reason":"stop"}]}""", "stop")]
    [InlineData("""{"choices":[{"finish_reason":"sensitive","message":{"content":"finish_reason: safe"}}]}""", "sensitive")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"choices\":[{\"delta\":{},\"finish_reason\":\"sensitive\"}]}\n\ndata: [DONE]\n\n", "sensitive")]
    [InlineData("""{"candidates":[{"finishReason":"RECITATION","content":{"parts":[{"text":"hi"}]}}]}""", "RECITATION")]
    [InlineData("""{"output":{"message":{"content":[{"text":"no"}]}},"stopReason":"guardrail_intervened"}""", "guardrail_intervened")]
    [InlineData("""{"id":"c1","finish_reason":"ERROR_TOXIC","message":{"content":[]}}""", "ERROR_TOXIC")]
    [InlineData("data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"refusal\"}}\n\ndata: {\"type\":\"message_stop\"}\n\n", "refusal")]
    [InlineData("data: {\"type\":\"response.incomplete\",\"response\":{\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"content_filter\"}}}\n\n", "content_filter")]
    [InlineData("""{"model":"m","message":{"role":"assistant","content":""},"done":true,"done_reason":"load"}""", "load")]
    public void Body_OfAnAnswer_LeavesTheReasonOfItsEndAlone(string body, string reason) => Assert.Equal($"finish_reason: {reason}", UnreadableBody.In(body));

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData(null)]
    public void Body_ThatIsPacked_IsUnpacked(string? packing)
    {
        byte[] text = Encoding.UTF8.GetBytes("""{"error":{"code":"insufficient_quota"}}""");
        using MemoryStream packed = new();
        using (Stream packer = packing switch { "br" => new BrotliStream(packed, CompressionMode.Compress, true), "deflate" => new ZLibStream(packed, CompressionMode.Compress, true), _ => new GZipStream(packed, CompressionMode.Compress, true) })
            packer.Write(text);

        Assert.Equal(text, PackedBody.Unpack(packed.ToArray(), packing).ToArray());
    }

    [Theory]
    [InlineData("gzip", "no gzip at all")]
    [InlineData("zstd", "an unknown packing")]
    [InlineData(null, "plain")]
    public void Body_ThatCannotBeUnpacked_IsReadAsItIs(string? packing, string body) =>
        Assert.Equal(body, Encoding.UTF8.GetString(PackedBody.Unpack(Encoding.UTF8.GetBytes(body), packing)));

    [Fact]
    public void Body_ThatUnpacksToAGigabyte_IsBounded()
    {
        using MemoryStream packed = new();
        using (GZipStream packer = new(packed, CompressionMode.Compress, leaveOpen: true))
            for (int i = 0; i < 64; i++)
                packer.Write(new byte[1 << 20]);

        Assert.Equal(ObservedResponse.LongestBody, PackedBody.Unpack(packed.ToArray(), "gzip").Length);
    }
}
