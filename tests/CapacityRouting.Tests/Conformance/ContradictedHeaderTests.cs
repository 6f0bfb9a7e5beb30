using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Conformance;

/// <summary>Headers beside other evidence: refusals that contradict them, settings that they contradict by a thousandfold, and a bucket's size that they show.</summary>
public sealed class ContradictedHeaderTests
{
    private static readonly ProviderProfile Known = ProviderProfile.OpenAI with { AlwaysGivesFinishReason = false };

    private readonly ManualTime _time = new();
    private double _level;
    private long _at;
    private int _refused;

    /// <summary>The provider lets 60 a minute through, ten at once. Its headers say 600, and its refusals the truth.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    public async Task Headers_TenTimesTooHigh_DoNotOutrankARefusalsFigures(int atOnce)
    {
        StubHandler network = new(_ => Serve(limit: 60, stated: 600));
        using CapacityAwareChatClient client = Router(network, limits: null, Known);

        const int Calls = 600;
        for (int call = 0; call < Calls / atOnce; call++)
        {
            await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => client.AskAsync(streaming: false))).DoneAsync();
            _time.Advance(TimeSpan.FromSeconds(atOnce / 4.0));
        }

        Assert.Equal((60, LimitSource.Stated, "a refusal named it"), (Bucket(client).Stated, Bucket(client).Source, Bucket(client).Reason));
        Assert.InRange(Bucket(client).Limit, 60, 63);
        Assert.InRange(_refused, 1, 0.05 * Calls);
    }

    /// <summary>A header of another unit or another product, far below the settings: it counts once dense refusals bear it out.</summary>
    [Fact]
    public async Task Headers_AThousandfoldBelowTheSettings_CountOnlyAfterDenseRefusals()
    {
        bool refuses = false;
        (string, string)[] headers = [("x-ratelimit-limit-requests", "10"), ("x-ratelimit-remaining-requests", "1"), ("x-ratelimit-reset-requests", "54s")];
        StubHandler network = new(_ => refuses ? StubHandler.Response(429, "Too many requests", headers) : StubHandler.Response(200, "ok", headers));
        using CapacityAwareChatClient client = Router(network, new() { RequestsPerMinute = 60_000 }, Known);

        for (int call = 0; call < 50; call++)
            Assert.Equal("a", (await client.AskAsync(streaming: false)).GetRoutingReport()!.ServedBy);
        Assert.Equal((60_000, LimitSource.Configured), (Bucket(client).Limit, Bucket(client).Source));
        refuses = true;
        for (int refusal = 0; refusal < 4; refusal++)
        {
            await client.AskAsync(streaming: false);
            _time.Advance(TimeSpan.FromSeconds(4));
        }

        Assert.Equal((10, LimitSource.Stated), (Bucket(client).Limit, Bucket(client).Source));
    }

    /// <summary>A host that is not known, with a limit in the settings: a sixth of the minute is assumed until its headers show more.</summary>
    [Theory]
    [InlineData("119", 120)]
    [InlineData("12", 20)]
    public async Task Headers_ThatShowMoreLeftThanTheAssumedBurst_TellTheBucketsSize(string remaining, int burst)
    {
        StubHandler network = StubHandler.Answering(200, "ok", ("x-ratelimit-limit-requests", "120"), ("x-ratelimit-remaining-requests", remaining), ("x-ratelimit-reset-requests", "500ms"));
        using CapacityAwareChatClient client = Router(network, new() { RequestsPerMinute = 120 }, profile: null);

        await client.AskAsync(streaming: false);

        Assert.Equal((120, burst), (Bucket(client).Limit, (int)Bucket(client).Burst));
    }

    [Fact]
    public async Task Headers_ThatShowTheBucketsSize_CountUntilARefusal()
    {
        bool refuses = false;
        (string, string)[] headers = [("x-ratelimit-limit-requests", "120"), ("x-ratelimit-remaining-requests", "119"), ("x-ratelimit-reset-requests", "500ms")];
        StubHandler network = new(_ => refuses ? StubHandler.Response(429, "Too many requests") : StubHandler.Response(200, "ok", headers));
        using CapacityAwareChatClient client = Router(network, new() { RequestsPerMinute = 120 }, profile: null);
        await client.AskAsync(streaming: false);
        refuses = true;
        await client.AskAsync(streaming: false);
        refuses = false;
        _time.Advance(TimeSpan.FromSeconds(5));
        await client.AskAsync(streaming: false);
        Assert.Equal(20, Bucket(client).Burst);

        _time.Advance(TimeSpan.FromHours(1));
        await client.AskAsync(streaming: false);

        Assert.Equal(120, Bucket(client).Burst);
    }

    private static BucketSnapshot Bucket(CapacityAwareChatClient client) => client.Route("a").Buckets.Single();

    private HttpResponseMessage Serve(int limit, int stated)
    {
        double limitASecond = limit / 60d;
        _level = Math.Min(10, _level + ((_time.GetTimestamp() - _at) / (double)TimeSpan.TicksPerSecond * limitASecond));
        _at = _time.GetTimestamp();
        (string, string)[] headers = [("x-ratelimit-limit-requests", $"{stated}"), ("x-ratelimit-remaining-requests", $"{stated - 5}"), ("x-ratelimit-reset-requests", "500ms")];
        if (_level >= 1)
        {
            _level--;
            return StubHandler.Response(200, "ok", headers);
        }

        _refused++;
        string body = $"Rate limit reached on requests per min (RPM): Limit {limit}, Used {limit}, Requested 1. Please try again in {(int)((1 - _level) / limitASecond * 1_000)}ms.";
        return StubHandler.Response(429, body, headers);
    }

    private CapacityAwareChatClient Router(StubHandler network, CapacityLimits? limits, ProviderProfile? profile) => new(
        [new("a", new HttpChatClient(new CapacityObserver(network))) { Limits = limits, Profile = profile }, new("b", TestClient.Saying("b"))],
        new() { RandomSeed = 1 },
        _time);
}
