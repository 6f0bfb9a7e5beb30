using CapacityRouting.Simulation.Tool.Runs;
using CapacityRouting.Simulation.Tool.Tests.Tools;

namespace CapacityRouting.Simulation.Tool.Tests.Runs;

public sealed class RunLabelsTests : IDisposable
{
    private readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public void Of_NamesThatDiffer_AreEnough() => Assert.Equal(["a.json", "b.json"], RunLabels.Of([Run("one/a.json"), Run("two/b.json")]));

    [Fact]
    public void Of_SameNames_AreToldApartByTheirPaths() => Assert.Equal(["one/a.json", "two/a.json"], RunLabels.Of([Run("one/a.json"), Run("two/a.json")]));

    private FinishedRun Run(string path)
    {
        FinishedRun run = _workshop.Finish("""{ "Routes": { "gpt": {} } }""", new SimulatedCall(TimeSpan.Zero, 100, 10));
        return run with { File = run.File with { Path = path } };
    }
}
