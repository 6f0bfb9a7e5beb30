using CapacityRouting.Goodput.Rivals;

namespace CapacityRouting.Goodput.Tests.Rivals;

public class LowestTpmTests
{
    [Fact]
    public void GetResponse_OneHasUsedLess_GoesThere() => Run(Stage.Of(2), async (stage, rival) =>
    {
        stage.A.Tokens = 100;
        stage.B.Tokens = 30;
        await rival.AskAsync();
        await rival.AskAsync();
        stage.TakeCalls();

        // Each has had one: a 100 and b 30. So b, until it has used more than 100: 60, 90, 120.
        for (int i = 0; i < 4; i++)
            await rival.AskAsync();
        Assert.Equal("bbba", stage.TakeCalls());
    });

    [Fact]
    public void GetResponse_Tie_IsDrawn() => Run(Stage.Of(2), async (stage, rival) =>
    {
        stage.A.Tokens = stage.B.Tokens = 0;
        for (int i = 0; i < 200; i++)
            await rival.AskAsync();
        Assert.InRange(stage.TakeCalls().Count(model => model == 'a'), 75, 125);
    });

    [Fact]
    public void GetResponse_PromptWouldExceedTheTokens_GoesElsewhere() => Run(Limited(CapacityDimension.TokensPerMinute, 1000), async (stage, rival) =>
    {
        // b has used more, but a has 990 of 1000: 40 characters, 10 tokens, still fit, and 11 don't.
        stage.A.Tokens = 990;
        stage.B.Tokens = 2000;
        await rival.AskAsync();
        await rival.AskAsync();
        stage.TakeCalls();
        stage.A.Tokens = 0;
        Assert.Equal("a", await rival.AskAsync(40));
        Assert.Equal("b", await rival.AskAsync(41));
    });

    [Fact]
    public void GetResponse_RequestsOfTheMinuteAreGone_GoesElsewhereUntilTheNext() => Run(Limited(CapacityDimension.RequestsPerMinute, 2), async (stage, rival) =>
    {
        // a uses no tokens and is always next, once b has used some, but it has two requests.
        stage.A.Tokens = 0;
        stage.B.Tokens = 1;
        for (int i = 0; i < 4; i++)
            await rival.AskAsync();
        Assert.Equal("aabb", string.Concat(stage.TakeCalls().Order()));

        await stage.UntilAsync(TimeSpan.FromSeconds(60) - Asking.Tick);
        Assert.Equal("b", await rival.AskAsync());
        stage.TakeCalls();
        await stage.UntilAsync(60);
        await rival.AskAsync();
        await rival.AskAsync();
        Assert.Contains("a", stage.TakeCalls(), StringComparison.Ordinal);
    });

    [Fact]
    public void GetResponse_NoneHasRoom_FailsAtOnceUntilTheMinuteIsOver() => Run(new Stage(Stage.Model("a", (CapacityDimension.RequestsPerMinute, 1))), async (stage, rival) =>
    {
        Assert.Equal("a", await rival.AskAsync());
        stage.TakeCalls();

        // It stands alone, so its two retries wait: half a second each, and up to 0.75 s more.
        NothingAvailableException refusal = Assert.IsType<NothingAvailableException>(await rival.FailAsync());
        Assert.Equal(429, (int)refusal.StatusCode!);
        Assert.InRange(stage.Time.Elapsed.TotalSeconds, 1, 2.5);
        Assert.Equal("", stage.TakeCalls());
        await stage.UntilAsync(60);
        Assert.Equal("a", await rival.AskAsync());
    });

    [Fact]
    public void GetResponse_NoneOfSeveralHasRoom_FailsAtOnce()
    {
        Stage stage = new(Stage.Model("a", (CapacityDimension.RequestsPerMinute, 1)), Stage.Model("b", (CapacityDimension.RequestsPerMinute, 1)));
        Run(stage, async (_, rival) =>
        {
            Assert.Equal(["a", "b"], new[] { await rival.AskAsync(), await rival.AskAsync() }.Order());
            Assert.IsType<NothingAvailableException>(await rival.FailAsync());
            Assert.Equal(TimeSpan.Zero, stage.Time.Elapsed);
            await stage.UntilAsync(TimeSpan.FromSeconds(60) - Asking.Tick);
            Assert.IsType<NothingAvailableException>(await rival.FailAsync());
            await stage.UntilAsync(60);
            Assert.Contains(await rival.AskAsync(), (string[])["a", "b"]);
        });
    }

    [Fact]
    public void GetResponse_Refused_CountsAsARequestAndCoolsDown() => Run(Limited(CapacityDimension.RequestsPerMinute, 1), async (stage, rival) =>
    {
        // a is refused at 0 s and has had its one request, so that it is not asked before the minute is over, though it cools down for 5 s only.
        stage.A.Next.Enqueue(Refusals.Status(429));
        while (stage.A.Next.Count > 0)
            await rival.AskAsync();
        stage.TakeCalls();
        await stage.UntilAsync(10);
        Assert.Equal("b", await rival.AskAsync());
    });

    [Fact]
    public void GetResponse_EndsInTheNextMinute_ItsTokensCountThere() => Run(Stage.Of(2), async (stage, rival) =>
    {
        // From 50 s to 70 s: nothing is used in the first minute, and 10 tokens in the second, so that the other one is next.
        stage.A.Duration = stage.B.Duration = TimeSpan.FromSeconds(20);
        await stage.UntilAsync(50);
        string first = await rival.AskAsync();
        stage.A.Duration = stage.B.Duration = TimeSpan.Zero;
        Assert.NotEqual(first, await rival.AskAsync());
    });

    [Fact]
    public void GetStreamingResponse_Ends_ItsTokensCount() => Run(Stage.Of(2), async (_, rival) =>
    {
        string first = await rival.StreamAsync();
        Assert.NotEqual(first, await rival.StreamAsync());
    });

    private static Stage Limited(CapacityDimension dimension, long amount) => new(Stage.Model("a", (dimension, amount)), Stage.Model("b"));

    private static void Run(Stage stage, Func<Stage, Rival, Task> script) => stage.Run(context => new LowestTpm(context), rival => script(stage, rival));
}
