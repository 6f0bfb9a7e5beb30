using CapacityRouting.Simulation.Tool.Input;
using CapacityRouting.Simulation.Tool.Runs;
using CapacityRouting.Simulation.Tool.Tests.Tools;

namespace CapacityRouting.Simulation.Tool.Tests.Runs;

public sealed class PossibleBoundTests : IDisposable
{
    private readonly Workshop _workshop = new();
    private readonly Workload _workload = new("calls", Enumerable.Repeat(new SimulatedCall(TimeSpan.Zero, 100, 10), 50));

    public void Dispose() => _workshop.Dispose();

    [Theory]
    [InlineData("{}", 10)]
    [InlineData("""{ "small": { "TrueLimits": { "RequestsPerMinute": 7 } } }""", 17)]
    public void Of_RoutesOfOneQuota_CountsTheQuotaOnce(string truths, double expected)
    {
        RoutesFile file = _workshop.Routes($$"""
            {
              "MaxWait": "00:00:00",
              "Quotas": { "account": { "RequestsPerMinute": 10 } },
              "Routes": { "large": { "Quota": "account" }, "small": { "Quota": "account" } },
              "Simulation": { "Routes": {{truths}} }
            }
            """);

        OracleBound bound = PossibleBound.Of(file, _workload, RouteProvider.AllOf(file));

        // 50 calls at once without waiting: a full bucket of 10 serves ten. A provider with limits of its own is one more bucket, of 7.
        Assert.Equal(expected, bound.Requests, 6);
        Assert.Equal(expected * 110, bound.Tokens, 6);
        Assert.Equal(10, bound.ByProvider[0], 6);
    }

    [Fact]
    public void Of_RoutesOfTheirOwn_CountsEach()
    {
        RoutesFile file = _workshop.Routes("""{ "MaxWait": "00:00:00", "Routes": { "a": { "Limits": { "RequestsPerMinute": 10 } }, "b": { "Limits": { "RequestsPerMinute": 5 } } } }""");

        Assert.Equal(15, PossibleBound.Of(file, _workload, RouteProvider.AllOf(file)).Requests, 6);
    }
}
