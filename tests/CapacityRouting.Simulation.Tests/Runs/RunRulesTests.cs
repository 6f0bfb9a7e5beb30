namespace CapacityRouting.Simulation.Tests.Runs;

public sealed class RunRulesTests
{
    [Fact]
    public void Run_WrongSettings_AreToldAllAtOnceWithTheirValues()
    {
        ProviderSettings provider = new()
        {
            Name = "a",
            MaxConcurrentRequests = 0,
            ContextWindow = -5,
            Limits = [new(CapacityDimension.RequestsPerMinute, 0) { Burst = TimeSpan.FromSeconds(-1), Grain = TimeSpan.FromMinutes(2) }],
            Latency = new() { FirstToken = TimeSpan.FromSeconds(-1) },
            Faults = [new(FaultKind.Outage) { Share = 1.5, Slowness = 0, From = TimeSpan.FromSeconds(2), Until = TimeSpan.FromSeconds(1) }],
            Neighbours = [new(-0.5)],
            Headers = new() { Lag = TimeSpan.FromSeconds(-1), Factor = double.NaN },
            Prices = new(-1, double.PositiveInfinity),
        };
        RunSettings settings = new()
        {
            Workload = new("one", [new(TimeSpan.Zero, 1, 1) { Class = "gold" }, new(TimeSpan.Zero, 1, 1) { Class = "Gold" }, new(TimeSpan.Zero, 1, 1) { Class = "background" }]),
            Providers = [provider, provider with { Name = "b", MaxConcurrentRequests = null }, new() { Name = "c" }, new() { Name = "c" }],
            Router = _ => throw new NotSupportedException("It must not come to this."),
            Patience = TimeSpan.FromSeconds(-1),
            StreamShare = 2,
            CharactersPerToken = 0,
            CharactersSpread = -1,
            SampleEvery = TimeSpan.Zero,
        };

        string[] told = Assert.Throws<ArgumentException>(() => Simulator.Run(settings)).Message.Split(Environment.NewLine);

        Assert.Equal(
            [
                "Patience: must not be negative, is -00:00:01.",
                "StreamShare: must be from 0 to 1, is 2.",
                "CharactersPerToken: must be more than zero, is 0.",
                "CharactersSpread: must not be negative, is -1.",
                "SampleEvery: must be more than zero, is 00:00:00.",
                "c: 2 providers have this name; names must be unique.",
                "Workload:Class: must be one of Normal, Background, Critical, in any case, is 'gold'.",
                "a:MaxConcurrentRequests: must be at least 1, is 0.",
                "a:ContextWindow: must be at least 1, is -5.",
                "a:RequestsPerMinute: must be at least 1, is 0.",
                "a:RequestsPerMinute:Burst: must not be negative, is -00:00:01.",
                "a:RequestsPerMinute:Grain: must be more than zero and at most the window, is 00:02:00.",
                "a:FirstToken: must not be negative, is -00:00:01.",
                "a:Outage:Share: must be from 0 to 1, is 1.5.",
                "a:Outage:Slowness: must be more than zero, is 0.",
                "a:Outage: it ends at 00:00:01, before it begins at 00:00:02.",
                "a:Neighbour:Share: must not be negative, is -0.5.",
                "a:Lag: must not be negative, is -00:00:01.",
                "a:Factor: must be more than zero, is NaN.",
                "a:Input: must not be negative, is -1.",
                "a:Output: must not be negative, is Infinity.",
            ],
            told[..21]);
        Assert.StartsWith("b:ContextWindow", told[21], StringComparison.Ordinal);
    }

    [Fact]
    public void SimulatedProvider_WrongSettings_AreRefusedByItself()
    {
        ArgumentException thrown = Assert.Throws<ArgumentException>(() => new SimulatedProvider(new() { Name = " " }, new(new VirtualTime())));

        Assert.StartsWith("Name: a provider has no name.", thrown.Message, StringComparison.Ordinal);
    }
}
