using CapacityRouting.Simulation.Tool.Input;
using CapacityRouting.Simulation.Tool.Tests.Tools;

namespace CapacityRouting.Simulation.Tool.Tests.Input;

public sealed class RoutesFileReaderTests : IDisposable
{
    private readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public void Read_Routes_AreInTheOrderOfTheDocument()
    {
        RoutesFile file = _workshop.Routes("""{ "Routes": { "zeta": {}, "alpha": {}, "mid": {} } }""");

        Assert.Equal(["zeta", "alpha", "mid"], file.Routes.Select(route => route.Name));
    }

    [Fact]
    public void Read_ASectionInAFileOfSettings_IsFoundAndTheRestIsLeftAlone()
    {
        RoutesFile file = _workshop.Routes("""
            {
              "Logging": { "LogLevel": "Debug" },
              "capacityrouting": { "MaxWait": "00:00:07", "Routes": { "gpt": { "Limits": { "RequestsPerMinute": 30 } } } }
            }
            """);

        Assert.Equal(TimeSpan.FromSeconds(7), file.Patience);
        Assert.Equal(30, Assert.Single(Assert.Single(file.Routes).Buckets).Limit);
    }

    [Fact]
    public void Read_WithoutMaxWait_HasTheLibrarysOwn() => Assert.Equal(new CapacityRoutingOptions().MaxWait, _workshop.Routes("""{ "Routes": { "gpt": {} } }""").Patience);

    [Fact]
    public void Read_SimulationAtTheRoot_DoesNotReachTheLibrary()
    {
        RoutesFile file = _workshop.Routes("""{ "simulation": { "StreamShare": 0.25, "CharactersPerToken": 3 }, "Routes": { "gpt": {} } }""");

        Assert.Equal(0.25, file.Simulation.StreamShare);
        Assert.Equal(3, file.Simulation.CharactersPerToken);
    }

    [Fact]
    public void Read_SettingsThatTheLibraryRefuses_AreToldWithTheirLines()
    {
        IReadOnlyList<string> errors = _workshop.ErrorsOf("""
            {
              "CapacityRouting": {
                "Routes": {
                  "gpt": {
                    "Limits": { "RequestsPerMinute": 0 },
                    "Quota": "none",
                    "Speed": 1
                  }
                }
              }
            }
            """);

        Assert.Equal(3, errors.Count);
        Assert.Equal("routes.json(5): Routes:gpt:Limits:RequestsPerMinute: must be at least 1, is 0.", errors[0]);
        Assert.Equal("routes.json(6): CapacityRouting:Routes:gpt:Quota: there is no quota 'none'; there is none. Add it under Quotas, or in code with AddQuota.", errors[1]);
        Assert.StartsWith("routes.json(7): CapacityRouting:Routes:gpt:Speed: unknown setting; known here: ", errors[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ErrorsOfTheLibraryAndOfTheSimulation_AreToldTogether()
    {
        IReadOnlyList<string> errors = _workshop.ErrorsOf("{ \"Simulation\": {\n \"StreamShare\": 2 },\n \"Routes\": {\n \"gpt\": { \"MaxInputTokens\": 0 } } }");

        Assert.Equal("routes.json(2): Simulation:StreamShare: must be a number from 0 to 1, is '2'.", errors[0]);
        Assert.Equal("routes.json(4): Routes:gpt:MaxInputTokens: must be at least 1, is 0.", errors[1]);
    }

    [Theory]
    [InlineData("{\n}", 1)]
    [InlineData("{\n \"Routes\": {}\n}", 2)]
    [InlineData("{\n \"CapacityRouting\": {\n \"Routes\": 5 } }", 3)]
    [InlineData("{\n \"CapacityRouting\": 5 }", 2)]
    public void Read_NoRoutes_IsAnError(string json, int line) =>
        Assert.Contains($"routes.json({line}): Routes: there must be at least one route.", _workshop.ErrorsOf(json));

    [Theory]
    [InlineData("")]
    [InlineData("a:b")]
    public void Read_ANameThatConfigurationCannotHold_IsAnError(string name) => Assert.Equal(
        [$"routes.json(2): Routes:{name}: the name of a route must not be empty, nor have a colon in it."], _workshop.ErrorsOf($"{{ \"Routes\": {{\n \"{name}\": {{}} }} }}"));
}
