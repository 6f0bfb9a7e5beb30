using CapacityRouting.Simulation.Tests.Http.Tools;

namespace CapacityRouting.Simulation.Tests.Http;

/// <summary>A provider is the same one, whether it is called in process or over HTTP: what is simulated is what would happen.</summary>
public sealed class BothWaysTests
{
    private static readonly string[] OfHttpItself = ["Date", "Transfer-Encoding"];

    // 60 a minute with a burst of 2 seconds: a bucket of 2 that gets back 0.5 between two requests.
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(0.5);

    public static TheoryData<ProviderDialect, RetryAfterStyle> Styles()
    {
        TheoryData<ProviderDialect, RetryAfterStyle> styles = [];
        foreach (ProviderDialect dialect in Enum.GetValues<ProviderDialect>())
            foreach (RetryAfterStyle style in Enum.GetValues<RetryAfterStyle>())
                styles.Add(dialect, style);
        return styles;
    }

    [Theory]
    [MemberData(nameof(Styles))]
    public async Task Requests_InTheSameOrderAtTheSameTimes_SeeTheSameAndDoTheSame(ProviderDialect dialect, RetryAfterStyle style)
    {
        TestTime time = new();
        ProviderSettings settings = Limited(dialect) with { RetryAfter = style };
        InProcess inProcess = new(settings, time);
        await using Loopback overHttp = await Loopback.StartAsync(settings, time);

        List<int> statuses = [];
        foreach (Ask ask in Asks())
        {
            Seen here = await inProcess.SendAsync(ask);
            Seen there = await overHttp.SendAsync(ask);
            AssertSame(here, there);
            statuses.Add(there.Status);
            time.Advance(Step);
        }

        // The bucket before each: 2, 1.5, 1, 0.5 (refused), 1, 0.5 (refused), 1 (but too long), 1.5, two in the outage, 2, 1.5.
        int down = dialect == ProviderDialect.Anthropic ? 529 : 503;
        Assert.Equal([200, 200, 200, 429, 200, 429, 400, 200, down, down, 200, 200], statuses);
        Assert.Equal(inProcess.Provider.Visits.Select(Facts), overHttp.Provider.Visits.Select(Facts));
    }

    [Theory]
    [InlineData(HeaderDetail.Full)]
    [InlineData(HeaderDetail.RemainingOnly)]
    [InlineData(HeaderDetail.None)]
    public async Task Headers_OfEveryDetail_AreTheSame(HeaderDetail detail)
    {
        TestTime time = new();
        ProviderSettings settings = Limited(ProviderDialect.OpenAI) with { Headers = new() { Detail = detail, Lag = TimeSpan.FromSeconds(1) } };
        InProcess inProcess = new(settings, time);
        await using Loopback overHttp = await Loopback.StartAsync(settings, time);

        foreach (Ask ask in Asks())
        {
            Seen here = await inProcess.SendAsync(ask);
            Seen there = await overHttp.SendAsync(ask);
            AssertSame(here, there);
            Assert.Equal(detail == HeaderDetail.Full && there.Status != 503, there.Headers.ContainsKey("x-ratelimit-limit-requests"));
            Assert.Equal(detail != HeaderDetail.None && there.Status != 503, there.Headers.ContainsKey("x-ratelimit-remaining-requests"));
            time.Advance(Step);
        }
    }

    private static ProviderSettings Limited(ProviderDialect dialect) => Simulated.Settings(dialect) with
    {
        Latency = Simulated.Instant,
        Limits =
        [
            new(CapacityDimension.RequestsPerMinute, 60) { Burst = TimeSpan.FromSeconds(2) },
            new(CapacityDimension.TokensPerMinute, 100_000),
        ],
        ContextWindow = 1_000,
        Faults = [new(FaultKind.Outage) { From = TimeSpan.FromSeconds(4), Until = TimeSpan.FromSeconds(5) }],
    };

    private static Ask[] Asks() =>
    [
        Ask.For(0, 50, 10),
        Ask.For(1, 60, 20) with { IsStream = true },
        new("A prompt that no workload made."),
        Ask.For(3, 70, 10),
        Ask.For(4, 70, 30) with { IsStream = true, MaxTokens = 12 },
        Ask.For(5, 70, 10) with { IsStream = true },
        Ask.For(6, 1_001, 10),
        Ask.For(7, 70, 10),
        Ask.For(8, 70, 10),
        Ask.For(9, 70, 10) with { IsStream = true },
        Ask.For(10, 70, 10),
        Ask.For(11, 70, 10),
    ];

    private static void AssertSame(Seen here, Seen there)
    {
        Assert.Equal(here.Status, there.Status);
        Assert.Equal(here.Error, there.Error);
        Assert.Equal(here.Text, there.Text);
        Assert.Equal((here.InputTokens, here.OutputTokens), (there.InputTokens, there.OutputTokens));
        Assert.Equal(Named(here.Headers), Named(there.Headers.Where(header => !OfHttpItself.Contains(header.Key))));
    }

    /// <summary>In the order of their names, whose case means nothing.</summary>
    private static IEnumerable<string> Named(IEnumerable<KeyValuePair<string, string>> headers) =>
        headers.Select(header => $"{header.Key.ToLowerInvariant()}: {header.Value}").Order(StringComparer.Ordinal);

    private static (int, TimeSpan, VisitEnd, TimeSpan, long, long, long) Facts(ProviderVisit visit) =>
        (visit.Call, visit.At, visit.End, visit.EndedAt, visit.InputTokens, visit.OutputTokens, visit.ChargedTokens);
}
