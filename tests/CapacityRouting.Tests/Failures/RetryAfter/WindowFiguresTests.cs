using System.Globalization;
using CapacityRouting.Abstractions;
using CapacityRouting.Failures.RetryAfter;
using CapacityRouting.Failures.Rules;
using CapacityRouting.Tests.Tools;
using FsCheck;
using FsCheck.Fluent;

namespace CapacityRouting.Tests.Failures.RetryAfter;

public sealed class WindowFiguresTests
{
    private const int Longest = 64 * 1024;

    [Theory]
    [InlineData("This model's maximum context length is 8192 tokens. However, you requested 9100 tokens (1100 in the messages, 8000 in the completion). Please reduce the length of the messages or completion.", 8_192)]
    [InlineData("This model's maximum context length is 4097 tokens, however you requested 4300 tokens (1300 in your prompt; 3000 for the completion). Please reduce your prompt; or completion length.", 4_097)]
    [InlineData("This model's maximum context length is 128000 tokens. However, your messages resulted in 131500 tokens (131000 in the messages, 500 in the functions).", 128_000)]
    [InlineData("Input tokens exceed the configured limit of 272000 tokens. Your messages resulted in 301234 tokens. Please reduce the length of the messages.", 272_000)]
    [InlineData("'max_tokens' or 'max_completion_tokens' is too large: 4000. This model's maximum context length is 4096 tokens and your request has 1000 input tokens (4000 > 4096 - 1000).", 4_096)]
    [InlineData("max_tokens=5000 cannot be greater than max_model_len=max_total_tokens=4096. Please request fewer output tokens.", 4_096)]
    [InlineData("However, you requested 100 output tokens and your prompt contains at least 3997 input tokens, for a total of at least 4097 tokens. This model's maximum context length is 4096 tokens.", 4_096)]
    [InlineData("You passed 4097 input tokens and requested 100 output tokens. However, the model's context length is only 4096 tokens, resulting in a maximum input length of 3996 tokens. Please reduce the length of the input prompt. (parameter=input_tokens, value=4097)", 4_096)]
    [InlineData("You passed 13000 input characters and requested 4096 output tokens. However, the model's context length is only 4096 tokens, resulting in a maximum input length of 0 tokens (at most 0 characters).", 4_096)]
    [InlineData("The decoder prompt (length 9500) is longer than the maximum model length of 8192. Make sure that `max_model_len` is no smaller than the number of text tokens.", 8_192)]
    [InlineData("prompt is too long: 205000 tokens > 200000 maximum", 200_000)]
    [InlineData("""{\"message\":\"prompt is too long: 205000 tokens \\u003e 200000 maximum\"}""", 200_000)]
    [InlineData("input length and `max_tokens` exceed context limit: 10000 + 125000 > 128000, decrease input length or `max_tokens` and try again", 128_000)]
    [InlineData("input length and max_tokens exceed context limit (i.e 10000 + 125000 > 128000)", 128_000)]
    [InlineData("The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).", 1_048_576)]
    [InlineData("The input token count exceeds the maximum number of tokens allowed (1048576).", 1_048_576)]
    [InlineData("The input token count exceeds the maximum number of tokens allowed 1048576.", 1_048_576)]
    [InlineData("Unable to submit request because the input token count is 1200000 but model only supports up to 1048576. Reduce the input token count and try again.", 1_048_576)]
    [InlineData("""{"object":"error","message":"Prompt contains 41000 tokens and 0 draft tokens, too large for model with 32768 maximum context length","code":"3051"}""", 32_768)]
    [InlineData("the request exceeds the available context size (4096 tokens)", 4_096)]
    [InlineData("request (9500 tokens) exceeds the available context size (4096 tokens), try increasing it", 4_096)]
    [InlineData("""{"error":{"code":400,"message":"the request exceeds the available context size, try increasing it","n_prompt_tokens":9500,"n_ctx":4096}}""", 4_096)]
    [InlineData("Requested tokens (2300) exceed context window of 2048", 2_048)]
    [InlineData("Trying to keep the first 5300 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough.", 4_096)]
    [InlineData("The number of tokens to keep from the initial prompt is greater than the context length (n_keep: 5300>= n_ctx: 4096). Try to load the model with a larger context length", 4_096)]
    [InlineData("This model's maximum prompt length is 131072 but the request contains 181500 tokens.", 131_072)]
    [InlineData("`inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5300 `inputs` tokens and 500 `max_new_tokens`", 4_096)]
    [InlineData("Input validation error: `inputs` must have less than 4095 tokens. Given: 5300", 4_095)]
    [InlineData("too many tokens: total number of tokens in the prompt cannot exceed 4081 - received 4300. Try using a shorter prompt", 4_081)]
    [InlineData("too many tokens: size limit exceeded by 8300 tokens. Try using shorter or fewer inputs. The limit for this model is 128000 tokens.", 128_000)]
    [InlineData("Input length 301500 exceeds the maximum allowed input length of 262144 tokens.", 262_144)]
    [InlineData("Input length (41000 tokens) exceeds the maximum allowed length (32768 tokens). Use a shorter input.", 32_768)]
    [InlineData("The input (41000 tokens) is longer than the model's context length (32768 tokens).", 32_768)]
    [InlineData("Requested token count exceeds the model's maximum context length of 32768 tokens. You requested a total of 33000 tokens: 30000 tokens from the input messages and 3000 tokens for the completion.", 32_768)]
    [InlineData("length of prompt_tokens (70000) must be less than max_seq_len (65536).", 65_536)]
    [InlineData("prompt token count of 141500 exceeds the limit of 128000", 128_000)]
    [InlineData("Request body too large for some-4o model. Max size: 8000 tokens.", 8_000)]
    [InlineData("Please reduce the length of the messages or completion. Current length is 9500 while limit is 8192", 8_192)]
    [InlineData("The prompt is too long: 141500, model maximum context length: 131071", 131_071)]
    [InlineData("Range of input length should be [1, 30720]", 30_720)]
    [InlineData("This endpoint's maximum context length is 131072 tokens. However, you requested about 151500 tokens (150500 of text input, 1000 in the output).", 131_072)]
    [InlineData("Invalid request: Your request exceeded model token limit: 131072 (requested: 141500)", 131_072)]
    [InlineData("Too many input tokens. Max input tokens: 8192, request input token count: 9500", 8_192)]
    [InlineData("prompt tokens (10500) exceed model maximum (8192)", 8_192)]
    [InlineData("The estimated number of input and maximum output tokens (6300) exceeded this model context window limit (4096).", 4_096)]
    [InlineData("The prompt has 9500 tokens, but the configured context size is 8192 tokens.", 8_192)]
    [InlineData("Prompt length (5300) exceeds maximum sequence length (2048)", 2_048)]
    [InlineData("Token indices sequence length is longer than the specified maximum sequence length for this model (1024 > 512)", 512)]
    [InlineData("Requested 320000 tokens, max 300000 tokens per request", 300_000)]
    [InlineData("The context of 9500 tokens exceeds the maximum of 8192.", 8_192)]
    [InlineData("Input length 40100 + max_tokens 1000 exceeds the model context length 32768", 32_768)]
    [InlineData("Prompt tokens (9500) + max_tokens (500) must not exceed 8192", 8_192)]
    [InlineData("Input tokens: 141500, max tokens: 131072", 131_072)]
    [InlineData("Prompt is too long: 201500 tokens, limit is 200000", 200_000)]
    [InlineData("this request needs 141500 tokens but the model only supports 131072", 131_072)]
    public void In_AStatedWindow_IsReadWhereverItStands(string text, long window) => Assert.Equal(window, Read(text).Tokens);

    [Theory]
    [InlineData("maximum context length is 128,000 tokens", 128_000)]
    [InlineData("maximum context length is 1,048,576", 1_048_576)]
    [InlineData("maximum context length is 128.000 tokens", 128_000)]
    [InlineData("maximum context length is 1.048.576", 1_048_576)]
    [InlineData("maximum context length is 131 072 tokens", 131_072)]
    [InlineData("maximum context length is 131\u00a0072 tokens", 131_072)]
    [InlineData("maximum context length is 131'072", 131_072)]
    [InlineData("maximum context length is 131_072", 131_072)]
    [InlineData("maximum context length is 128k", 128_000)]
    [InlineData("the 128K-token context window is exceeded", 128_000)]
    [InlineData("context window of 1.5M tokens exceeded", 1_500_000)]
    [InlineData("context window of 1,5M tokens exceeded", 1_500_000)]
    [InlineData("a maximum of 4096tokens", 4_096)]
    [InlineData("maximum context length is 256", 256)]
    [InlineData("maximum context length is 100000000", 100_000_000)]
    public void In_AFigureWrittenInAnyWay_IsTheSame(string text, long window) => Assert.Equal(window, Read(text).Tokens);

    [Theory]
    [InlineData("")]
    [InlineData("maximum context length is 255 tokens")]
    [InlineData("maximum context length is 0 tokens")]
    [InlineData("maximum context length is -4096 tokens")]
    [InlineData("maximum context length is 100000001 tokens")]
    [InlineData("maximum context length is 99999999999999999999999999999999999999 tokens")]
    [InlineData("maximum context length is 1,28,000 tokens")]
    [InlineData("maximum context length is 4096.5 tokens")]
    [InlineData("95% of the maximum context of 80% is used")]
    [InlineData("maximum context length is 4096 tokens. Another maximum context length is 8192 tokens.")]
    [InlineData("maximum context length is 4096 tokens, maximum context length is 8192 tokens")]
    public void In_AFigureThatCannotBeOrContradictsAnother_IsNone(string text) => Assert.Null(Read(text).Tokens);

    [Fact]
    public void In_TheSameFigureTwice_IsNoContradiction() =>
        Assert.Equal(4_096, Read("maximum context length is 4096 tokens\nmaximum context length is 4,096 tokens").Tokens);

    [Theory]
    [InlineData("context window exceeds limit (2013)")]
    [InlineData("context window exceeded (request id: 20261130123456789)")]
    [InlineData("context window exceeded, code: 20015")]
    [InlineData("context window exceeded on 2026-11-30 at 12:30:00")]
    [InlineData("connection to localhost:8080 exceeded the context window")]
    [InlineData("the context window limit at 10.0.0.1:8000 was met")]
    [InlineData("the context window limit of gpt-4-0613 is exceeded")]
    [InlineData("the context window limit costs $1250 a month")]
    [InlineData("exceeded max context length by 4096 tokens")]
    [InlineData("max_tokens: 100000 > 64000, which is the maximum allowed number of output tokens for some-3-7-20260219")]
    [InlineData("max_tokens is too large: 200000. This model supports at most 16384 completion tokens, whereas you provided 200000.")]
    [InlineData("The maximum tokens you requested exceeds the model limit of 4096. Try again with a maximum tokens value that is lower than 4096.")]
    [InlineData("`max_new_tokens` must be <= 512. Given: 1000")]
    [InlineData("`max_tokens` must be less than or equal to `8192`, the maximum value for `max_tokens` is less than the `context_window` for this model")]
    [InlineData("Malformed input request: expected maxLength: 42500, actual: 46700, please reformat your input and try again.")]
    [InlineData("prompt: length: 1..3000000, got 4031000")]
    [InlineData("Invalid 'messages[1].content': string too long. Expected a string with maximum length 1048576, but got a string with length 1541000 instead.")]
    [InlineData("Invalid 'messages': array too long. Expected an array with maximum length 2048, but got an array with length 3000 instead.")]
    [InlineData("messages.0.content.1.image.source.base64: image exceeds 5 MB maximum: 6000000 bytes > 5242880 bytes")]
    [InlineData("Request exceeds the maximum allowed number of bytes. The maximum request size is 32 MB")]
    [InlineData("request entity too large, expected: 2884000, length: 2884000, limit: 102400")]
    [InlineData("Prompt size (300000 bytes) exceeds maximum context (200000 bytes)")]
    [InlineData("Prompt is too long, max length is 1000 symbols")]
    [InlineData("Prompt exceeds maximum context length: 20000 requested")]
    [InlineData("requested context size too large for model num_ctx=8192 n_ctx_train=2048")]
    [InlineData("You exceed the limit of 30000 tokens per minute with your context")]
    [InlineData("x-ratelimit-limit-tokens: 30000 of the context")]
    [InlineData("<html><head><title>413 Request Entity Too Large</title></head><body><h1>413 Request Entity Too Large</h1><hr>proxy/1.20.0</body></html>")]
    public void In_FiguresOfSomethingElse_AreNotTheWindow(string text) => Assert.Null(Read(text).Tokens);

    [Theory]
    [InlineData("Input is too long for requested model.")]
    [InlineData("prompt is too long")]
    [InlineData("Your input exceeds the context window of this model. Please adjust your input and try again.")]
    [InlineData("prompt too long; exceeded max context length by 4096 tokens")]
    [InlineData("the input length exceeds the context length")]
    [InlineData("Prompt exceeds max length")]
    [InlineData("Too many input tokens")]
    [InlineData("""{"message":"Your message is too long"}""")]
    public void In_NoFigureAndOnlyTheInput_BlamesIt(string text) => Assert.Equal(new WindowFigures(null, BlamesInput: true), Read(text));

    [Theory]
    [InlineData("Please reduce the length of the messages or completion.")]
    [InlineData("input length and `max_tokens` exceed the context window")]
    [InlineData("This request exceeds the model's maximum context length")]
    [InlineData("request too large")]
    [InlineData("""{"message":"Request entity too large"}""")]
    [InlineData("the image in your input is too large")]
    [InlineData("Too many total text bytes in the input")]
    [InlineData("Input validation error: payload too large")]
    [InlineData("context_length_exceeded")]
    [InlineData("Received message larger than max (14245000 vs. 4194304)")]
    public void In_TheOutputOrBytesOrNobodyKnowsWhat_BlamesNotTheInput(string text) => Assert.Equal(default, Read(text));

    [Theory]
    [InlineData("9")]
    [InlineData("9,")]
    [InlineData("1 000 ")]
    [InlineData("1.")]
    [InlineData("max ")]
    [InlineData("max 9 ")]
    [InlineData("maximum context length is 4096 tokens. ")]
    [InlineData("4096-tokens-")]
    [InlineData("- ")]
    [InlineData("a")]
    [InlineData("_")]
    [InlineData("> ")]
    [InlineData("[(\"")]
    [InlineData("\0")]
    [InlineData("\ud800")]
    public void In_SixtyFourKOfOneThing_NeverThrows(string part) =>
        Assert.Null(Record.Exception(() => Read(string.Concat(Enumerable.Repeat(part, Longest / part.Length)))));

    [Fact]
    public void In_CutOffAtEveryPosition_NeverThrowsAndNeverReadsALargerFigure()
    {
        const string Text = """{"error":{"message":"This model's maximum context length is 128,000 tokens. However, you requested 131500 tokens (131000 in the messages, 500 in the completion)."}}""";

        for (int length = 0; length <= Text.Length; length++)
            Assert.True(Read(Text[..length]).Tokens is null or <= 128_000);
    }

    [Fact]
    public void In_TwentyThousandTexts_NothingEscapesAndEveryFigureIsSensible()
    {
        string[] parts = ["maximum", "context", "tokens", "exceeds", "than", "limit", "prompt", "max_tokens", " ", ",", ".", ":", "=", "(", ")", ">", "<", "\"", "\\", "-", "+", "4096", "128k", "1.5m", "99999999999999999999", "0", "/", "too", "large", "$"];
        Gen<string> texts = from some in Gen.Elements(parts).ArrayOf() select string.Concat(some);

        Properties.Check(texts, text => Assert.True(Read(text).Tokens is null or (>= 256 and <= 100_000_000)), tests: Extent.Of(20_000));
    }

    [Fact]
    public void In_AnyWindowAndAnyRequest_NeverTakesTheOneForTheOther()
    {
        string[] wordings =
        [
            "This model's maximum context length is {0} tokens. However, you requested {1} tokens.",
            "prompt is too long: {1} tokens > {0} maximum",
            "The input token count ({1}) exceeds the maximum number of tokens allowed ({0}).",
            "This model's maximum prompt length is {0} but the request contains {1} tokens.",
            "request ({1} tokens) exceeds the available context size ({0} tokens)",
        ];
        Gen<(string Wording, long Window, long More)> cases =
            from wording in Gen.Elements(wordings)
            from window in Properties.AnySize(10_000_000)
            from more in Properties.AnySize(10_000_000)
            select (wording, Math.Max(window, 256), more);

        Properties.Check(cases, each => Assert.Equal(each.Window, Read(string.Format(CultureInfo.InvariantCulture, each.Wording, each.Window, each.Window + each.More)).Tokens));
    }

    private static WindowFigures Read(string text)
    {
        using PlainText plain = new(text);
        return new WindowReader(plain.Lower).Read();
    }
}
