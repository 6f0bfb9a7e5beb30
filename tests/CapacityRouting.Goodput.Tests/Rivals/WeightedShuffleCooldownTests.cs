using CapacityRouting.Goodput.Rivals;
using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Tests.Rivals;

public class WeightedShuffleCooldownTests
{
    private const int Seed = 11;

    [Fact]
    public void GetResponse_RequestLimits_AreTheWeights()
    {
        Stage stage = new(
            Stage.Model("a", (CapacityDimension.RequestsPerMinute, 900), (CapacityDimension.TokensPerMinute, 1)),
            Stage.Model("b", (CapacityDimension.RequestsPerMinute, 100), (CapacityDimension.TokensPerMinute, 1)));

        // A draw below 900 of 1000 is a's.
        Random draws = new(Seed);
        string expected = string.Concat(Enumerable.Range(0, 1000).Select(_ => draws.NextDouble() * 1000 < 900 ? 'a' : 'b'));
        string called = Called(stage, 1000);
        Assert.Equal(expected, called);
        Assert.InRange(called.Count(model => model == 'a'), 870, 930);
    }

    [Fact]
    public void GetResponse_NotAllHaveRequestLimits_TokenLimitsAreTheWeights()
    {
        Stage stage = new(
            Stage.Model("a", (CapacityDimension.RequestsPerMinute, 1), (CapacityDimension.TokensPerMinute, 750)),
            Stage.Model("b", (CapacityDimension.InputTokensPerMinute, 200), (CapacityDimension.OutputTokensPerMinute, 50)));

        // 750 to 200 + 50: three in four.
        Assert.InRange(Called(stage, 1000).Count(model => model == 'a'), 710, 790);
    }

    [Fact]
    public void GetResponse_NoLimits_AllAreAsLikely() =>
        Assert.InRange(Called(Stage.Of(2), 1000).Count(model => model == 'a'), 450, 550);

    [Fact]
    public void GetResponse_SameSeed_SameDraws() => Assert.Equal(Called(Stage.Of(3), 100), Called(Stage.Of(3), 100));

    [Fact]
    public void GetResponse_RateLimited_IsNotDrawnForFiveSeconds() => Run(Stage.Of(2), async (stage, rival) =>
    {
        stage.A.Next.Enqueue(Refusals.Status(429));
        while (stage.A.Next.Count > 0)
            await rival.AskAsync();
        stage.TakeCalls();

        await stage.UntilAsync(TimeSpan.FromSeconds(5) - Asking.Tick);
        for (int i = 0; i < 50; i++)
            await rival.AskAsync();
        Assert.Equal(new string('b', 50), stage.TakeCalls());
        await stage.UntilAsync(5);
        for (int i = 0; i < 50; i++)
            await rival.AskAsync();
        Assert.Contains("a", stage.TakeCalls(), StringComparison.Ordinal);
    });

    [Fact]
    public void GetResponse_AllRefuse_TriesThreeOfThemAtOnce() => Run(Stage.Of(4), async (stage, rival) =>
    {
        foreach (ScriptedClient model in stage.Models)
            model.Always = Refusals.Status(429);
        Assert.Equal(429, ProviderReply.Status(await rival.FailAsync()));
        Assert.Equal(TimeSpan.Zero, stage.Time.Elapsed);
        string called = stage.TakeCalls();
        Assert.Equal(3, called.Length);
        Assert.Equal(3, called.Distinct().Count());
    });

    [Fact]
    public void GetResponse_BadRequest_IsTheCallers() => Run(Stage.Of(2), async (stage, rival) =>
    {
        foreach (ScriptedClient model in stage.Models)
            model.Always = Refusals.Status(400);
        Assert.Equal(400, ProviderReply.Status(await rival.FailAsync()));
        Assert.Single(stage.Times);
    });

    private static string Called(Stage stage, int calls)
    {
        Run(stage, async (_, rival) =>
        {
            for (int i = 0; i < calls; i++)
                await rival.AskAsync();
        });
        return stage.TakeCalls();
    }

    private static void Run(Stage stage, Func<Stage, Rival, Task> script) =>
        stage.Run(context => new WeightedShuffleCooldown(context), rival => script(stage, rival), Seed);
}
