using CapacityRouting.Simulation.Tool.Terminal;

namespace CapacityRouting.Simulation.Tool.Tests.Terminal;

public sealed class ProgressLinesTests
{
    [Fact]
    public void Report_MovingTime_TellsEveryFifthOnce()
    {
        using StringWriter output = new() { NewLine = "\n" };
        ProgressLines lines = new(output, "a.json", TimeSpan.FromSeconds(50));

        foreach (int second in new[] { 0, 5, 9, 10, 11, 19, 45, 50, 60 })
            lines.Report(TimeSpan.FromSeconds(second));

        // A fifth is 10 s. The second and third went by unseen between 19 s and 45 s, and what comes after the end is not told.
        Assert.Equal("a.json: 20 % of 50 s simulated\na.json: 80 % of 50 s simulated\na.json: 100 % of 50 s simulated\n", output.ToString());
    }

    [Fact]
    public void Report_ARunWithoutLength_TellsNothing()
    {
        using StringWriter output = new();

        new ProgressLines(output, "a.json", TimeSpan.Zero).Report(TimeSpan.FromSeconds(3));

        Assert.Equal("", output.ToString());
    }
}
