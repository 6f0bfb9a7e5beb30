using System.Net;
using System.Text;
using CapacityRouting.ScriptedProvider;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.DependencyInjection;

namespace CapacityRouting.Tests;

/// <summary>The observer over real sockets: whatever it reads, the client gets the same bytes.</summary>
public sealed class ObserverTests
{
    private const int MostThatIsKept = 64 * 1024;

    private static readonly string LongText = string.Concat(Enumerable.Range(0, 20_000).Select(line => $"line {line}\n"));

    private static readonly Dictionary<string, Reply> Bodies = new(StringComparer.Ordinal)
    {
        ["a short error"] = Reply.Json(429, """{"error":{"message":"busy"}}"""),
        ["an empty error"] = Reply.Json(503, string.Empty),
        ["a long error"] = Reply.Json(500, LongText),
        ["a long error in chunks"] = Reply.Json(500, LongText).Chunked(),
        ["a packed error"] = Reply.Json(500, LongText).Gzipped(),
        ["an answer"] = Reply.Json(200, LongText),
        ["an answer in chunks"] = Reply.Json(200, LongText).Chunked(),
        ["a packed answer"] = Reply.Json(200, LongText).Gzipped().Chunked(),
    };

    public static TheoryData<string> Names => [.. Bodies.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Observer_OfABody_LeavesEveryByte(string name)
    {
        await using Provider provider = Provider.Answering(Bodies[name]);
        BytesClient client = new(new HttpClient(new CapacityObserver()), provider.Address);
        AttemptWatch watch = new(client);
        using Trial trial = new(watch);

        await trial.AskAsync(streaming: false);

        Assert.Equal(Bodies[name].Body, client.Bytes);
        Assert.Equal(Bodies[name].ContentType, client.ContentType);
        Assert.Equal(Bodies[name].IsChunked ? null : Bodies[name].Body.LongLength, client.ContentLength);
        Assert.Equal(Bodies[name].Status, watch.Last!.Response!.StatusCode);
    }

    [Fact]
    public async Task Observer_OfAPackedError_ReadsItWhereTheHandlerBelowUnpacks()
    {
        await using Provider provider = Provider.Answering(Bodies["a packed error"]);
        BytesClient client = new(new HttpClient(new CapacityObserver(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.GZip })), provider.Address);
        AttemptWatch watch = new(client);
        using Trial trial = new(watch);

        await trial.AskAsync(streaming: false);

        Assert.Equal(LongText, Encoding.UTF8.GetString(client.Bytes));
        Assert.Equal(LongText[..MostThatIsKept], watch.Last!.Response!.Body);
    }

    [Fact]
    public async Task Observer_OfAnErrorThatBreaksOff_BreaksOffAtTheSamePlace()
    {
        await using Provider provider = Provider.Answering(Reply.Json(500, LongText).Cut());
        BytesClient client = new(new HttpClient(new CapacityObserver()), provider.Address);
        AttemptWatch watch = new(client);
        using Trial trial = new(watch);

        await trial.AskAsync(streaming: false);

        Assert.Equal(500, watch.Last!.Response!.StatusCode);
        Assert.StartsWith("line 0\nline 1\n", watch.Last.Response.Body, StringComparison.Ordinal);
        Assert.IsType<HttpRequestException>(trial.Raised, exactMatch: false);
    }

    [Fact]
    public async Task Observer_FromAClientFactory_SeesTheWire()
    {
        await using Provider provider = Provider.Answering(Reply.Json(200, "{}", ("x-ratelimit-limit-requests", "500")));
        ServiceCollection services = new();
        services.AddTransient<CapacityObserver>();
        services.AddHttpClient("model").AddHttpMessageHandler<CapacityObserver>();
        await using ServiceProvider container = services.BuildServiceProvider();
        AttemptWatch watch = new(new BytesClient(container.GetRequiredService<IHttpClientFactory>().CreateClient("model"), provider.Address));
        using Trial trial = new(watch);

        await trial.AskAsync(streaming: false);

        Assert.Equal(1, watch.Last!.Sends);
        Assert.Equal("500", watch.Last.Response!.Headers["x-ratelimit-limit-requests"]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Observer_OfACallThatBlocks_LeavesEveryByte(string name)
    {
        await using Provider provider = Provider.Answering(Bodies[name]);
        using HttpClient http = new(new CapacityObserver());
        byte[] bytes = [];
        AttemptWatch watch = new(new TestClient { OnResponse = (_, _, _) => Task.FromResult(TestClient.Says($"{(bytes = Get(http, provider.Address)).Length} bytes")) });
        using Trial trial = new(watch);

        await trial.AskAsync(streaming: false);

        Assert.Equal(Bodies[name].Body, bytes);
        Assert.Equal(Bodies[name].Status, watch.Last!.Response!.StatusCode);
    }

    [Fact]
    public async Task Observer_OutsideOfAnAttempt_HandsTheResponseThrough()
    {
        await using Provider provider = Provider.Answering(Bodies["a packed error"]);
        using HttpClient http = new(new CapacityObserver());

        byte[] bytes = await (await http.GetAsync(provider.Address)).Content.ReadAsByteArrayAsync();

        Assert.Equal(Bodies["a packed error"].Body, bytes);
        Assert.Null(AttemptObservation.Current);
    }

    private static byte[] Get(HttpClient http, Uri address)
    {
        using HttpResponseMessage response = http.Send(new(HttpMethod.Get, address), HttpCompletionOption.ResponseHeadersRead);
        using MemoryStream bytes = new();
        response.Content.ReadAsStream().CopyTo(bytes);
        return bytes.ToArray();
    }
}
