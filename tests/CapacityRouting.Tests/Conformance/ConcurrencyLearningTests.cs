using System.Net;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

/// <summary>A limit of calls under way that only refusals state: how many calls are refused before it is known, and for how long it is.</summary>
public sealed class ConcurrencyLearningTests
{
    private readonly ManualTime _time = new();
    private int _underWay;
    private int _refused;

    [Theory]
    [InlineData("request reached max organization concurrency: 1, please try again after 1 seconds", 1, true)]
    [InlineData("request reached max organization concurrency: 1, please try again after 1 seconds", 1, false)]
    [InlineData("Too many concurrent requests: limit 5", 5, true)]
    [InlineData("Concurrent request limit exceeded.", 5, true)]
    public async Task Refusals_ThatStateIt_AreFewAndNoCallIsLost(string words, int limit, bool streaming)
    {
        using CapacityAwareChatClient client = new([new("a", Limited(words, limit)), new("b", Slow(_ => true))], new() { RandomSeed = 1 }, _time);
        List<Task<ChatResponse>> calls = [];

        // Four calls a second of a second each: four at once on average, more in a burst.
        for (int burst = 0; burst < 30; burst++)
        {
            for (int call = 0; call < 8; call++)
                Bare.Run(() => calls.Add(client.AskAsync(streaming)));
            _time.Advance(TimeSpan.FromSeconds(2));
        }

        // A call that was refused asks again a little later.
        Assert.True(await Settled.UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            return calls.TrueForAll(call => call.IsCompleted);
        }));
        await Task.WhenAll(calls);
        Assert.InRange(_refused, 1, 16);

        // Without a figure it is a count at a refusal, and lapses within a minute.
        if (words.Any(char.IsAsciiDigit))
            Assert.Equal((limit, LimitSource.Stated), (client.Route("a").MaxConcurrentRequests, client.Route("a").ConcurrencySource));
    }

    [Fact]
    public async Task Limit_ThatWasStatedAnHourAgo_NoLongerCounts()
    {
        using CapacityAwareChatClient client = new([new("a", Limited("max organization concurrency: 1", 0)), new("b", TestClient.Saying("b"))], new(), _time);
        await client.AskAsync(streaming: false).DoneAsync();
        Assert.Equal(1, client.Route("a").MaxConcurrentRequests);

        _time.Advance(TimeSpan.FromHours(1));

        Assert.Null(client.Route("a").MaxConcurrentRequests);
    }

    [Fact]
    public async Task Limit_AboveThatOfTheSettings_ChangesNothing()
    {
        ModelRoute route = new("a", Limited("max organization concurrency: 9", 0)) { Limits = new() { MaxConcurrentRequests = 4 } };
        using CapacityAwareChatClient client = new([route, new("b", TestClient.Saying("b"))], new(), _time);

        await client.AskAsync(streaming: false).DoneAsync();

        Assert.Equal((4, LimitSource.Configured), (client.Route("a").MaxConcurrentRequests, client.Route("a").ConcurrencySource));
    }

    [Fact]
    public async Task Refusal_HeadersAreIgnored_TeachesNothing()
    {
        using CapacityAwareChatClient client = new([new("a", Limited("max organization concurrency: 1", 0)), new("b", TestClient.Saying("b"))], new() { HeaderLimits = HeaderLimitUse.Ignore }, _time);

        await client.AskAsync(streaming: false).DoneAsync();

        Assert.Null(client.Route("a").MaxConcurrentRequests);
    }

    private TestClient Limited(string words, int limit) => Slow(underWay => underWay <= limit, words);

    /// <summary>A model that takes a second, unless it refuses.</summary>
    private TestClient Slow(Func<int, bool> takes, string words = "") => new()
    {
        OnResponse = async (_, _, cancellation) =>
        {
            if (!takes(_underWay + 1))
            {
                _refused++;
                throw new HttpRequestException(words, inner: null, HttpStatusCode.TooManyRequests);
            }

            _underWay += words.Length > 0 ? 1 : 0;
            await Task.Delay(TimeSpan.FromSeconds(1), _time, cancellation);
            _underWay -= words.Length > 0 ? 1 : 0;
            return TestClient.Says("ok");
        },
    };
}
