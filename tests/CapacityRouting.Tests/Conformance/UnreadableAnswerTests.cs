using System.Runtime.CompilerServices;
using System.Text.Json;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Conformance;

/// <summary>Once the wire has shown an answer, whatever the client throws is the route's failure: it could not read the answer.</summary>
public sealed class UnreadableAnswerTests
{
    private readonly FakeTimeProvider _time = new();

    public static TheoryData<string, bool> Exceptions
    {
        get
        {
            TheoryData<string, bool> data = [];
            foreach (string kind in new[] { "range", "argument", "null", "unsupported", "unimplemented", "json", "format", "cast", "key", "operation" })
            {
                data.Add(kind, false);
                data.Add(kind, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Exceptions))]
    public async Task Client_ThatCannotReadA200_FailsOverAndTheRouteCountsIt(string kind, bool streaming)
    {
        using CapacityAwareChatClient client = Router(kind, StubHandler.Answering(200, "{}"), sendsFirst: true, new TestClient());

        for (int call = 0; call < 4; call++)
        {
            ChatResponse response = await client.AskAsync(streaming);
            Assert.Equal(("b", FailureKind.ServerError), (response.GetRoutingReport()!.ServedBy, response.GetRoutingReport()!.Attempts[0].Failure!.Kind));
        }

        // Four in a row are an outage.
        Assert.Equal(Polly.CircuitBreaker.CircuitState.Open, client.Route("a").Circuit);
    }

    [Theory]
    [InlineData("range", 201)]
    [InlineData("null", 206)]
    public async Task Client_ThatCannotReadAnotherSuccess_FailsOver(string kind, int status)
    {
        using CapacityAwareChatClient client = Router(kind, StubHandler.Answering(status, "{}"), sendsFirst: true, new TestClient());

        Assert.Equal("b", (await client.AskAsync(streaming: false)).GetRoutingReport()!.ServedBy);
    }

    [Theory]
    [InlineData("range", false)]
    [InlineData("argument", true)]
    [InlineData("null", false)]
    [InlineData("unsupported", true)]
    public async Task Client_ThatThrowsBeforeAnythingIsSent_IsTheProgramsMistakeAndStops(string kind, bool streaming)
    {
        TestClient second = new();
        using CapacityAwareChatClient client = Router(kind, StubHandler.Answering(200, "{}"), sendsFirst: false, second);

        Exception thrown = await Assert.ThrowsAnyAsync<Exception>(() => client.AskAsync(streaming));

        Assert.Equal(Of(kind).GetType(), thrown.GetType());
        Assert.Equal(0, second.Calls);
    }

    [Theory]
    [InlineData(200, """{"error":{"type":"invalid_request_error","message":"no such parameter"}}""")]
    [InlineData(400, """{"error":{"type":"invalid_request_error","message":"no such parameter"}}""")]
    public async Task Client_ThatThrowsOverAnErrorThatBlamesTheRequest_Stops(int status, string body)
    {
        TestClient second = new();
        using CapacityAwareChatClient client = Router("range", StubHandler.Answering(status, body), sendsFirst: true, second);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.AskAsync(streaming: false));

        Assert.Equal(0, second.Calls);
    }

    [Fact]
    public async Task Client_WhoseStreamBecomesUnreadable_IsContinuedByTheNext()
    {
        static async IAsyncEnumerable<ChatResponseUpdate> Odd(HttpClient http, [EnumeratorCancellation] CancellationToken token)
        {
            await http.GetStringAsync("http://model.test/", token);
            yield return Updates.Text("The first half, ");
            throw Of("range");
        }

        HttpClient http = new(new CapacityObserver(StubHandler.Answering(200, "{}")));
        TestClient odd = new() { OnStream = (_, _, token) => Odd(http, token) };
        ModelRoute second = new("b", TestClient.Streaming("and the second.")) { Profile = ProviderProfile.Anthropic };
        using CapacityAwareChatClient client = new([new ModelRoute("a", odd), second], new() { MaxContinuations = 1 }, _time);

        Assert.Equal("The first half, and the second.", (await client.AskAsync(streaming: true)).Text);
    }

    [Fact]
    public async Task OwnClassifier_ThatBlamesTheRequestForAnUnreadableAnswer_HasTheLastWord()
    {
        TestClient second = new();
        CapacityRoutingOptions options = Classify.As(FailureKind.InvalidRequest);
        using CapacityAwareChatClient client = Router("range", StubHandler.Answering(200, "{}"), sendsFirst: true, second, options);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.AskAsync(streaming: false));

        Assert.Equal(0, second.Calls);
    }

    private static Exception Of(string kind) => kind switch
    {
        "range" => Record.Exception(() => new List<string>()[0])!,
        "argument" => new ArgumentException("The parameter is not supported and invalid."),
        "null" => Record.Exception(() => ((string)null!).Length)!,
        "unsupported" => new NotSupportedException("The content type is not supported by this model."),
        "unimplemented" => new NotImplementedException(),
        "json" => new JsonException("'T' is an invalid start of a value. Path: $ | LineNumber: 0."),
        "format" => new FormatException("The input string was not in a correct format: invalid request."),
        "cast" => new InvalidCastException(),
        "key" => new KeyNotFoundException("The given key 'choices' was not present in the dictionary."),
        _ => new InvalidOperationException("The requested operation requires an element of type 'Object'. invalid_request_error"),
    };

    private CapacityAwareChatClient Router(string kind, StubHandler network, bool sendsFirst, IChatClient second, CapacityRoutingOptions? options = null)
    {
        HttpClient http = new(new CapacityObserver(network));
        TestClient first = new()
        {
            OnResponse = async (_, _, token) =>
            {
                if (sendsFirst)
                {
                    using HttpResponseMessage response = await http.GetAsync("http://model.test/", token);
                    await response.Content.ReadAsStringAsync(token);
                }

                throw Of(kind);
            },
        };
        return Make.Router(_time, options ?? new(), first, second);
    }
}
