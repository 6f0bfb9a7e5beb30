using System.Text;
using CapacityRouting.Goodput.Reporting;
using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Tests.Reporting;

public sealed class GroupTableTests
{
    [Fact]
    public void AppendGroups_Tenants_HaveALineForEachRouterAndTenant()
    {
        Results results = Rows.Results(
            Rows.Row(Rows.Ours, 1, 0) with { Tenants = [Of("a", served: 8), Of("b", served: 4)] },
            Rows.Row(Rows.Rival, 1, 0) with { Tenants = [Of("a", served: 2), Of("b", served: 1)] });

        // Ten calls each; one of the served ones was late, the others of the ten were turned away.
        Assert.Equal(
            """
            | Router | Tenant | Calls | Served in time | Turned away | Wait p50, ms | p99, ms |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: |
            | **CapacityRouting** | a | 10 | 0.700 | 0.200 | 500 | 9000 |
            | **CapacityRouting** | b | 10 | 0.300 | 0.600 | 500 | 9000 |
            | Rival | a | 10 | 0.100 | 0.800 | 500 | 9000 |
            | Rival | b | 10 | 0.000 | 0.900 | 500 | 9000 |


            """.ReplaceLineEndings(),
            new StringBuilder().AppendGroups(results, Rows.Scenario).ToString());
    }

    [Fact]
    public void AppendGroups_CallersAllAlike_WritesNothing() => Assert.Equal("", new StringBuilder().AppendGroups(Rows.Results(Rows.Row(Rows.Ours, 1, 0)), Rows.Scenario).ToString());

    private static GroupMetrics Of(string name, int served) => new()
    {
        Name = name,
        Offered = 10,
        Served = served,
        Late = 1,
        Refused = 10 - served,
        WaitP50 = TimeSpan.FromSeconds(0.5),
        WaitP99 = TimeSpan.FromSeconds(9),
    };
}
