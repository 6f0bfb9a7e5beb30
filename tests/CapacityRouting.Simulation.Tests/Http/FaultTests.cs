using CapacityRouting.Simulation.Tests.Http.Tools;

namespace CapacityRouting.Simulation.Tests.Http;

public sealed class FaultTests
{
    [Theory]
    [InlineData(ProviderDialect.OpenAI, false)]
    [InlineData(ProviderDialect.OpenAI, true)]
    [InlineData(ProviderDialect.Anthropic, false)]
    [InlineData(ProviderDialect.Anthropic, true)]
    public async Task EmptyAnswer_IsASuccessWithoutContent(ProviderDialect dialect, bool isStream)
    {
        await using Loopback it = await StartAsync(dialect, FaultKind.EmptyAnswer);

        Seen seen = await it.SendAsync(Ask.For(0, 50, 10) with { IsStream = isStream });

        Assert.Equal((200, "", 50, 0), (seen.Status, seen.Text, seen.InputTokens, seen.OutputTokens));
        Assert.Equal(VisitEnd.Broken, it.Provider.Visits[0].End);
    }

    [Theory]
    [InlineData(ProviderDialect.OpenAI, "server_error")]
    [InlineData(ProviderDialect.AzureOpenAI, "server_error")]
    [InlineData(ProviderDialect.Anthropic, "api_error")]
    public async Task ErrorInStream_Stream_EndsWithTheErrorAfterHalfOfIt(ProviderDialect dialect, string type)
    {
        await using Loopback it = await StartAsync(dialect, FaultKind.ErrorInStream);

        Seen seen = await it.SendAsync(Ask.For(0, 50, 8) with { IsStream = true });

        Assert.Equal((200, 4), (seen.Status, seen.Pieces.Count));
        Assert.Contains($"\"type\":\"{type}\"", seen.Error, StringComparison.Ordinal);
        Assert.Equal((VisitEnd.Broken, 4), (it.Provider.Visits[0].End, it.Provider.Visits[0].OutputTokens));
    }

    [Theory]
    [InlineData(ProviderDialect.OpenAI, "server_error")]
    [InlineData(ProviderDialect.Anthropic, "api_error")]
    public async Task ErrorInStream_Whole_IsAServerErrorAfterHalfOfItsTime(ProviderDialect dialect, string type)
    {
        await using Loopback it = await StartAsync(dialect, FaultKind.ErrorInStream);

        Seen seen = await it.SendAsync(Ask.For(0, 50, 8));

        Assert.Equal(500, seen.Status);
        Assert.Contains($"\"type\":\"{type}\"", seen.Error, StringComparison.Ordinal);

        // 150 ms to the first token, and 4 of the 8 tokens.
        Assert.Equal(TimeSpan.FromMilliseconds(150 + (4 * 2)), it.Provider.Visits[0].EndedAt);
    }

    [Fact]
    public async Task ErrorInStream_Anthropic_IsAnEventOfItsOwn()
    {
        await using Loopback it = await StartAsync(ProviderDialect.Anthropic, FaultKind.ErrorInStream);

        using HttpResponseMessage response = await it.BeginAsync(Ask.For(0, 50, 8) with { IsStream = true });

        string body = await response.Content.ReadAsStringAsync();
        Assert.Contains("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\"", body, StringComparison.Ordinal);
        Assert.DoesNotContain("message_stop", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ProviderDialect.OpenAI)]
    [InlineData(ProviderDialect.Anthropic)]
    public async Task MidStreamCut_Stream_BreaksAfterHalfOfIt(ProviderDialect dialect)
    {
        await using Loopback it = await StartAsync(dialect, FaultKind.MidStreamCut);
        using HttpResponseMessage response = await it.BeginAsync(Ask.For(0, 50, 8) with { IsStream = true });
        using StreamReader reader = new(await response.Content.ReadAsStreamAsync());

        (List<string> lines, HttpRequestError? error) = await ReadAsync(reader);

        Assert.Equal(HttpRequestError.ResponseEnded, error);
        Assert.Equal(4, lines.Count(line => line.Contains("wwww", StringComparison.Ordinal)));
        Assert.Equal((VisitEnd.Broken, 4), (it.Provider.Visits[0].End, it.Provider.Visits[0].OutputTokens));
    }

    [Theory]
    [InlineData(ProviderDialect.OpenAI)]
    [InlineData(ProviderDialect.Anthropic)]
    public async Task MidStreamCut_Whole_BreaksInTheMiddleOfTheBody(ProviderDialect dialect)
    {
        await using Loopback it = await StartAsync(dialect, FaultKind.MidStreamCut);
        using HttpResponseMessage response = await it.BeginAsync(Ask.For(0, 50, 8));
        using StreamReader reader = new(await response.Content.ReadAsStreamAsync());

        (List<string> lines, HttpRequestError? error) = await ReadAsync(reader);

        Assert.Equal(HttpRequestError.ResponseEnded, error);
        Assert.StartsWith("{\"id\":", string.Concat(lines), StringComparison.Ordinal);
        Assert.Equal(VisitEnd.Broken, it.Provider.Visits[0].End);
    }

    [Fact]
    public async Task MidStreamCut_NextCall_IsServedAsBefore()
    {
        TestTime time = new(hurries: true);
        Fault first = new(FaultKind.MidStreamCut) { Until = TimeSpan.FromMilliseconds(1) };
        await using Loopback it = await Loopback.StartAsync(Simulated.Settings(ProviderDialect.OpenAI, first) with { MaxConcurrentRequests = 1 }, time);
        await Assert.ThrowsAsync<HttpRequestException>(() => it.SendAsync(Ask.For(0, 50, 8) with { IsStream = true }));

        Seen next = await it.SendAsync(Ask.For(1, 50, 8) with { IsStream = true });

        Assert.Equal((200, 8), (next.Status, next.OutputTokens));
    }

    [Theory]
    [InlineData(FaultKind.Reset, false)]
    [InlineData(FaultKind.Reset, true)]
    [InlineData(FaultKind.Hang, false)]
    [InlineData(FaultKind.Hang, true)]
    public async Task ResetAndHang_ACall_HasNoResponse(FaultKind kind, bool isStream)
    {
        await using Loopback it = await StartAsync(ProviderDialect.OpenAI, kind);

        HttpRequestException broken = await Assert.ThrowsAsync<HttpRequestException>(() => it.SendAsync(Ask.For(0, 50, 8) with { IsStream = isStream }));

        Assert.Null(broken.StatusCode);
        Assert.Equal((kind == FaultKind.Hang ? VisitEnd.Broken : VisitEnd.Unavailable, 0), (it.Provider.Visits[0].End, it.Provider.Visits[0].OutputTokens));
    }

    [Fact]
    public async Task Stall_Stream_BreaksAfterHalfOfItAndASilence()
    {
        await using Loopback it = await StartAsync(ProviderDialect.OpenAI, FaultKind.Stall);
        using HttpResponseMessage response = await it.BeginAsync(Ask.For(0, 50, 8) with { IsStream = true });
        using StreamReader reader = new(await response.Content.ReadAsStreamAsync());

        (List<string> lines, HttpRequestError? error) = await ReadAsync(reader);

        Assert.Equal(HttpRequestError.ResponseEnded, error);
        Assert.Equal(4, lines.Count(line => line.Contains("wwww", StringComparison.Ordinal)));
        Assert.Equal(TimeSpan.FromMilliseconds(100_000 + 150 + (4 * 2)), it.Provider.Visits[0].EndedAt);
    }

    private static Task<Loopback> StartAsync(ProviderDialect dialect, FaultKind fault) =>
        Loopback.StartAsync(Simulated.Settings(dialect, new Fault(fault)), new TestTime(hurries: true));

    /// <summary>What came before the end, and what the end was.</summary>
    private static async Task<(List<string> Lines, HttpRequestError? Error)> ReadAsync(StreamReader reader)
    {
        List<string> read = [];
        char[] buffer = new char[1];
        try
        {
            while (await reader.ReadAsync(buffer) == 1)
                read.Add(buffer[0].ToString());
            return (LinesOf(read), null);
        }
        catch (HttpIOException thrown)
        {
            return (LinesOf(read), thrown.HttpRequestError);
        }
    }

    private static List<string> LinesOf(List<string> read) => [.. string.Concat(read).Split('\n')];
}
