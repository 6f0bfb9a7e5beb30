using CapacityRouting.Simulation.Tool.Figures;
using CapacityRouting.Simulation.Tool.Runs;
using CapacityRouting.Simulation.Tool.Tests.Tools;

namespace CapacityRouting.Simulation.Tool.Tests.Figures;

public sealed class SummaryWordsTests : IDisposable
{
    private readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public void Of_ARun_TellsSharesQualityAndWaits()
    {
        FinishedRun run = _workshop.Finish(
            """{ "MaxWait": "00:00:00", "Routes": { "gpt": { "Profile": "OpenAI", "Limits": { "RequestsPerMinute": 10 } }, "claude": { "Profile": "OpenAI", "Limits": { "RequestsPerMinute": 6 } } } }""",
            [.. Enumerable.Repeat(new SimulatedCall(TimeSpan.Zero, 100, 10), 20)]);

        // 20 at once: 10 and 6 find room, 4 are turned away.
        Assert.Equal(
            "gpt served 50 % of 20 calls and claude 30 %; 20 % were turned away and none failed. That is 100 % of the calls and 100 % of the tokens that can be served without picking calls by their size. 99 of 100 served calls did not wait at all.",
            SummaryWords.Of(run));
    }

    [Fact]
    public void Of_ManyRoutes_AddsTheLastOnesUp()
    {
        FinishedRun run = _workshop.Finish("""{ "Routes": { "a": {}, "b": {}, "c": {}, "d": {}, "e": {}, "f": {} } }""", new SimulatedCall(TimeSpan.Zero, 100, 10));

        Assert.StartsWith("a served 100 % of the one call, b 0 %, c 0 %, d 0 % and the other 2 0 %; none was turned away and none failed.", SummaryWords.Of(run), StringComparison.Ordinal);
    }
}
