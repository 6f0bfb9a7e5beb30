using CapacityRouting.Goodput.Running;
using CapacityRouting.Goodput.Scenarios;

namespace CapacityRouting.Goodput.Reporting;

/// <summary>All rows of a benchmark, by scenario and contender.</summary>
internal sealed class Results(IReadOnlyList<Scenario> scenarios, IReadOnlyList<Contender> contenders, IReadOnlyList<GoodputRow> rows)
{
    private readonly ILookup<(string, string), GoodputRow> _rows = rows.ToLookup(row => (row.Scenario, row.Router));

    public IReadOnlyList<Scenario> Scenarios => scenarios;

    public IReadOnlyList<Contender> Contenders => contenders;

    public IReadOnlyList<GoodputRow> Rows => rows;

    public bool HasOurs => contenders.Any(contender => contender.Id == Contender.OursId);

    public IEnumerable<GoodputRow> Of(Scenario scenario, Contender contender) => _rows[(scenario.Id, contender.Id)];

    public IEnumerable<GoodputRow> OfOurs(Scenario scenario) => OfOurs(scenario.Id);

    public IEnumerable<GoodputRow> OfOurs(string scenario) => _rows[(scenario, Contender.OursId)];
}
