using CapacityRouting.Goodput;

namespace CapacityRouting.Goodput.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void Read_Nothing_RunsEverythingWithTwentySeeds()
    {
        CommandLine given = CommandLine.Read([]);

        Assert.Equal(20, given.Seeds);
        Assert.Empty(given.Scenarios);
        Assert.Empty(given.Errors);
    }

    [Fact]
    public void Read_EveryOption_IsTaken()
    {
        CommandLine given = CommandLine.Read(["--quick", "--scenario", "a", "--scenario", "b", "--router", "r", "--traces", "t", "--report", "f.md", "--json", "f.json", "--commit", "c", "--figures"]);

        Assert.Equal((3, "t", "f.md", "f.json", "c", false), (given.Seeds, given.Traces, given.Report, given.Json, given.Commit, given.Real));
        Assert.Equal(["a", "b"], given.Scenarios);
        Assert.Equal(["r"], given.Routers);
        Assert.True(given.Figures);
        Assert.Empty(given.Errors);
    }

    [Theory]
    [InlineData("--traces", "t")]
    [InlineData("--router", "r")]
    public void Read_RecordOfOtherRunsThanTheTests_IsRefused(string option, string value) => Assert.Equal(
        ["--record: it takes no --traces, and of routers capacity-routing at least."], CommandLine.Read(["--record", "f.json", option, value]).Errors);

    [Fact]
    public void Read_RecordOfTooFewSeeds_IsRefused() => Assert.Equal(["--record: it takes at least 3 seeds."], CommandLine.Read(["--record", "f.json", "--seeds", "2"]).Errors);

    [Fact]
    public void Read_RecordOfOurs_IsTaken()
    {
        CommandLine given = CommandLine.Read(["--quick", "--router", "capacity-routing", "--record", "f.json"]);

        Assert.Equal("f.json", given.Record);
        Assert.Empty(given.Errors);
    }

    [Fact]
    public void Read_RealWithOthers_IsRefused() => Assert.Equal(["--real: it takes no other options."], CommandLine.Read(["--real", "--quick"]).Errors);

    [Fact]
    public void CheckFiles_MissingOnes_AreToldBeforeAnythingIsRun()
    {
        CommandLine given = CommandLine.Read(["--traces", "no-folder", "--report", "no-folder/a.md", "--json", ""]);

        given.CheckFiles("trace.csv");

        Assert.Equal(
            ["--traces: there is no trace.csv in 'no-folder'.", "--report: the folder of 'no-folder/a.md' does not exist.", "--json: the folder of '' does not exist."],
            given.Errors);
    }

    [Fact]
    public void CheckFiles_RecordInNoFolder_IsTold()
    {
        CommandLine given = CommandLine.Read(["--record", "no-folder/f.json"]);

        given.CheckFiles("trace.csv");

        Assert.Equal(["--record: the folder of 'no-folder/f.json' does not exist."], given.Errors);
    }

    [Fact]
    public void Read_WrongOnes_AreToldAllAtOnce() => Assert.Equal(
        ["'--fast' is not an option; --help lists them.", "--seeds: '0' is not a whole number from 1 to 1000.", "--report: a value is missing."],
        CommandLine.Read(["--fast", "--seeds", "0", "--report", "--quick"]).Errors);
}
