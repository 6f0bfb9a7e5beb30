using System.Text.Json;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Wire;

namespace CapacityRouting.Tests.Wire;

public sealed class EmbeddedErrorTests
{
    [Theory]
    [InlineData("""{"error":{"message":"busy","code":503}}""", """{"message":"busy","code":503}""")]
    [InlineData("""  {"id":1,"choices":[],"error":{"code":502}}""", """{"code":502}""")]
    [InlineData("""{"error":"overloaded","status":503}""", """{"error":"overloaded","status":503}""")]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error"}}""", """{"type":"error","error":{"type":"overloaded_error"}}""")]
    [InlineData("""{"type":"error","message":"gone"}""", """{"type":"error","message":"gone"}""")]
    [InlineData("""{"object":"error","message":"gone","code":1300}""", """{"object":"error","message":"gone","code":1300}""")]
    [InlineData("""{"type":"failed","error":{"code":null,"message":"sorry"}}""", """{"code":null,"message":"sorry"}""")]
    [InlineData("""{"choices":[{"message":{"content":"half"},"finish_reason":"error"}]}""", """{"choices":[{"message":{"content":"half"},"finish_reason":"error"}]}""")]
    [InlineData("""{"choices":[{"message":{"role":"assistant"},"finish_reason":"content_filter"}]}""", """{"choices":[{"message":{"role":"assistant"},"finish_reason":"content_filter"}]}""")]
    [InlineData("""{"choices":[{"finish_reason":"error","error":{"code":502}}]}""", """{"code":502}""")]
    [InlineData("""{"promptFeedback":{"blockReason":"OTHER"}}""", """{"blockReason":"OTHER"}""")]
    [InlineData("""{"candidates":[{"finishReason":"SAFETY"}]}""", """{"candidates":[{"finishReason":"SAFETY"}]}""")]
    [InlineData("""{"candidates":[{"finishReason":"SPII","content":{"parts":[{"text":""}]}}]}""", """{"candidates":[{"finishReason":"SPII","content":{"parts":[{"text":""}]}}]}""")]
    [InlineData("""{"message":"too many","code":429}""", """{"message":"too many","code":429}""")]
    [InlineData("""{"message":"too many","status":"503"}""", """{"message":"too many","status":"503"}""")]
    [InlineData("""[{"candidates":[]},{"error":{"code":500}}]""", """{"code":500}""")]
    public void In_AWholeAnswer_IsItsError(string body, string error) => Assert.Equal(error, EmbeddedError.In(body));

    [Theory]
    [InlineData("event: error\ndata: {\"error\":{\"message\":\"over\"}}\n\n", "{\"message\":\"over\"}")]
    [InlineData("event: error\r\ndata: {\"type\":\"error\",\"message\":\"over\"}\r\n\r\n", "{\"type\":\"error\",\"message\":\"over\"}")]
    [InlineData("event: error\ndata: upstream went away\n\n", "upstream went away")]
    [InlineData("event: error\ndata: {\"detail\":\ndata: \"split\"}\n\n", "{\"detail\":\n\"split\"}")]
    [InlineData("data: {\"choices\":[]}\n\ndata: {\"error\":{\"code\":502}}\n\ndata: [DONE]\n\n", "{\"code\":502}")]
    [InlineData("data: {\"error\":{\"code\":502}}", "{\"code\":502}")]
    [InlineData("data:{\"type\":\"response.failed\",\"response\":{\"id\":1,\"error\":{\"code\":\"server_error\"}}}\n\n", "{\"code\":\"server_error\"}")]
    [InlineData("ror\":1}\n\nid: 7\n: ping\n\ndata: {\"error\":{\"code\":502}}\n\n", "{\"code\":502}")]
    [InlineData("{\"response\":\"half\"}\n{\"error\":\"runner stopped\"}\n", "{\"error\":\"runner stopped\"}")]
    [InlineData("data: {\"candidates\":[{\"finishReason\":\"SAFETY\"}]}\n\n", "{\"candidates\":[{\"finishReason\":\"SAFETY\"}]}")]
    public void In_AStream_IsTheErrorOfItsLastEvents(string body, string error) => Assert.Equal(error, EmbeddedError.In(body));

    [Theory]
    [InlineData("")]
    [InlineData("error")]
    [InlineData("null")]
    [InlineData("Internal error")]
    [InlineData("<html>error</html>")]
    [InlineData("""{"object":"response","error":null,"status":"completed"}""")]
    [InlineData("""{"error":{}}""")]
    [InlineData("""{"error":""}""")]
    [InlineData("""{"error":false}""")]
    [InlineData("""{"choices":[{"message":{"content":"{\"error\":{\"code\":500}}"},"finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"message":{"content":"cut off"},"finish_reason":"content_filter"}]}""")]
    [InlineData("""{"choices":[{"message":{"content":["a","b"]},"finish_reason":"content_filter"}]}""")]
    [InlineData("""{"choices":[{"delta":{},"finish_reason":"content_filter"}]}""")]
    [InlineData("""{"choices":[{"message":{"content":"the error"},"finish_reason":"stop","error":null}]}""")]
    [InlineData("""{"output":[{"error":{"code":500}}]}""")]
    [InlineData("""{"message":{"role":"assistant","content":"an error"},"code":500}""")]
    [InlineData("""{"message":"fine","code":200,"error_count":0}""")]
    [InlineData("""{"candidates":[{"finishReason":"SAFETY","content":{"parts":[{"text":"half"}]}}]}""")]
    [InlineData("""{"candidates":[{"finishReason":"STOP"}],"promptFeedback":{"safetyRatings":[]},"x":"SAFETY"}""")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"event: error\"}}]}\n\ndata: [DONE]\n\n")]
    [InlineData("data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"half\"}]}}]}\n\ndata: {\"candidates\":[{\"finishReason\":\"SAFETY\"}]}\n\n")]
    [InlineData("event: message\ndata: {\"type\":\"text\",\"text\":\"error\"}\n\n")]
    [InlineData("\"}, {\"error\": 1}]}")]
    [InlineData("""{"error":{"code":5""")]
    [InlineData("""{"type":"\ud800","error":null}""")]
    public void In_AnOrdinaryAnswer_IsNone(string body) => Assert.Null(EmbeddedError.In(body));

    [Fact]
    public void In_HalfASurrogatePair_SaysNothing() => Assert.Null(EmbeddedError.In("{\"error\":\"" + '\ud800' + "\"}"));

    [Fact]
    public void In_AnErrorLongPast_IsNotTheEndOfTheStream() =>
        Assert.Null(EmbeddedError.In("data: {\"error\":{\"code\":502}}\n\n" + string.Concat(Enumerable.Repeat("data: {\"choices\":[{\"delta\":{}}]}\n\n", 20))));

    [Fact]
    public void In_WhatAModelWrites_IsNeverAnError() =>
        Properties.Check(
            Texts,
            text =>
            {
                string chunk = JsonSerializer.Serialize(new { choices = new[] { new { delta = new { content = text }, finish_reason = "stop" } } });
                Assert.Null(EmbeddedError.In(chunk));
                Assert.Null(EmbeddedError.In($"data: {chunk}\n\ndata: [DONE]\n\n"));
            },
            tests: Extent.Of(25_000));

    [Fact]
    public void In_Noise_NeverThrows() =>
        Properties.Check(Texts, text => Assert.True(EmbeddedError.In(text) is null or { Length: > 0 }, text), tests: Extent.Of(75_000));

    [Fact]
    public void In_HugeBodies_AreReadInOneGo()
    {
        foreach (string piece in new[] { "data:\n", "data: x\n", "event: error\n", "{\n", "[", "{\"error\":", "\n", "data: {\"error\":1}\n\n" })
            Assert.True(EmbeddedError.In("error" + string.Concat(Enumerable.Repeat(piece, 65_536 / piece.Length))) is null or { Length: > 0 });
    }

    private static FsCheck.Gen<string> Texts => Noise.Of(
        ["{", "}", "[", "]", "\"error\"", ":", ",", "null", "\"type\"", "\"response.failed\"", "data: ", "event: ", "error", "\n", "\n\n", "\r", "\"code\"", "500", "\"message\"", "\"x\"", "\"candidates\"", "\"finishReason\"", "\"SAFETY\"", "\"choices\"", "\ud800", "\\ud800", "\0", "\u2028"],
        16);
}
