using System.Globalization;
using System.Text;
using CapacityRouting.Goodput.Running;
using CapacityRouting.Goodput.Scenarios;
using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Reporting;

/// <summary>What each class, or each tenant, got of every router.</summary>
internal static class GroupTable
{
    /// <summary>Writes the tables of a scenario; nothing where callers are all alike.</summary>
    public static StringBuilder AppendGroups(this StringBuilder text, Results results, Scenario scenario) =>
        text.AppendGroups("Class", results, scenario, row => row.Classes).AppendGroups("Tenant", results, scenario, row => row.Tenants);

    private static StringBuilder AppendGroups(this StringBuilder text, string heading, Results results, Scenario scenario, Func<GoodputRow, IReadOnlyList<GroupMetrics>> groupsOf)
    {
        string[][] lines =
        [
            .. from contender in results.Contenders
               from same in results.Of(scenario, contender).SelectMany(groupsOf).GroupBy(one => one.Name)
               select Line(contender.Name, same.Key, [.. same]),
        ];
        return lines.Length == 0 ? text : text.AppendTable(["Router", heading, "Calls", "Served in time", "Turned away", "Wait p50, ms", "p99, ms"], lines);
    }

    private static string[] Line(string router, string name, GroupMetrics[] groups) =>
    [
        router,
        name,
        groups.Average(group => group.Offered).ToString("0", CultureInfo.InvariantCulture),
        Interval.Of(groups.Select(group => group.ServedShare)).Text("0.000"),
        Interval.Of(groups.Select(group => (double)group.Refused / group.Offered)).Text("0.000"),
        Interval.Of(groups.Select(group => group.WaitP50.TotalMilliseconds)).Text("0"),
        Interval.Of(groups.Select(group => group.WaitP99.TotalMilliseconds)).Text("0"),
    ];
}
