using CapacityRouting.Simulation.Tests.Http.Tools;

namespace CapacityRouting.Simulation.Tests.Http;

public sealed class AnswerTests
{
    // 150 ms to the first token, then 10 tokens of 2 ms.
    private static readonly TimeSpan WholeTime = TimeSpan.FromMilliseconds(150 + (10 * 2));

    public static TheoryData<ProviderDialect> Dialects => [.. Enum.GetValues<ProviderDialect>()];

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Whole_TenTokens_TextAndUsageAreExact(ProviderDialect dialect)
    {
        await using Loopback it = await StartAsync(dialect);

        Seen seen = await it.SendAsync(Ask.For(3, 50, 10));

        Assert.Equal((200, 50, 10), (seen.Status, seen.InputTokens, seen.OutputTokens));
        Assert.Equal(10 * 4, seen.Text.Length);
        Assert.Single(seen.Pieces);
        ProviderVisit visit = Assert.Single(it.Provider.Visits);
        Assert.Equal((3, VisitEnd.Answered, 50, 10), (visit.Call, visit.End, visit.InputTokens, visit.OutputTokens));
        Assert.Equal(WholeTime, visit.EndedAt - visit.At);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Stream_TenTokens_ComesInEightPieces(ProviderDialect dialect)
    {
        await using Loopback it = await StartAsync(dialect);

        Seen seen = await it.SendAsync(Ask.For(3, 50, 10) with { IsStream = true });

        // 10 tokens in 8 pieces end at 1, 2, 3, 5, 6, 7, 8 and 10 tokens.
        Assert.Equal([4, 4, 4, 8, 4, 4, 4, 8], seen.Pieces.Select(piece => piece.Length));
        Assert.Equal((200, 50, 10), (seen.Status, seen.InputTokens, seen.OutputTokens));
        Assert.Null(seen.Error);
        ProviderVisit visit = Assert.Single(it.Provider.Visits);
        Assert.Equal(VisitEnd.Answered, visit.End);
        Assert.Equal(WholeTime, visit.EndedAt - visit.At);
    }

    [Fact]
    public async Task Stream_FirstToken_IsThereBeforeTheRestIsWritten()
    {
        TestTime time = new();
        await using Loopback it = await Loopback.StartAsync(Simulated.Settings(ProviderDialect.OpenAI), time);
        Task<HttpResponseMessage> call = it.BeginAsync(Ask.For(0, 50, 8) with { IsStream = true });
        await time.TimersSetAsync(1);
        time.Advance(TimeSpan.FromMilliseconds(150));
        using HttpResponseMessage response = await call;
        await time.TimersSetAsync(2);
        time.Advance(TimeSpan.FromMilliseconds(2));
        using StreamReader events = new(await response.Content.ReadAsStreamAsync());

        string opening = await EventAsync(events);
        string first = await EventAsync(events);

        Assert.Contains("\"role\":\"assistant\"", opening, StringComparison.Ordinal);
        Assert.Contains("\"content\":\"wwww\"", first, StringComparison.Ordinal);
        Assert.Equal(1, it.Provider.Visits[0].OutputTokens);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Refusal_TakesItsTime()
    {
        TestTime time = new();
        ProviderSettings down = Simulated.Settings(ProviderDialect.Anthropic, new Fault(FaultKind.Outage));
        await using Loopback it = await Loopback.StartAsync(down, time);
        Task<Seen> call = it.SendAsync(Ask.For(0, 50, 8));
        await time.TimersSetAsync(1);

        time.Advance(TimeSpan.FromMilliseconds(19));
        Assert.False(call.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(529, (await call).Status);
        Assert.Equal(VisitEnd.Unavailable, it.Provider.Visits[0].End);
    }

    [Fact]
    public async Task Id_OfTheRequest_IsInHeadersAndBody()
    {
        await using Loopback it = await StartAsync(ProviderDialect.OpenAI);
        await it.SendAsync(Ask.For(0, 50, 1));

        using HttpResponseMessage response = await it.BeginAsync(Ask.For(1, 50, 1));

        Assert.Equal(["req_00000002"], response.Headers.GetValues("x-request-id"));
        Assert.Contains("\"id\":\"chatcmpl-00000002\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static Task<Loopback> StartAsync(ProviderDialect dialect) => Loopback.StartAsync(Simulated.Settings(dialect), new TestTime(hurries: true));

    private static async Task<string> EventAsync(StreamReader events)
    {
        string line = (await events.ReadLineAsync())!;
        await events.ReadLineAsync();
        return line;
    }
}
