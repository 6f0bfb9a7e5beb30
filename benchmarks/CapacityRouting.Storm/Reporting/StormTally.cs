using System.Text.RegularExpressions;
using CapacityRouting.Storm.Calls;
using CapacityRouting.Storm.Checks;
using CapacityRouting.Storm.Plans;

namespace CapacityRouting.Storm.Reporting;

/// <summary>Counts what was drawn, what came of it and what was wrong. Thread-safe.</summary>
internal sealed partial class StormTally
{
    private readonly object _gate = new();
    private readonly Dictionary<(StormFault Kind, FaultPosition Position), int> _faults = [];
    private readonly Dictionary<Outcome, int> _outcomes = [];
    private readonly Dictionary<CallerKind, int> _callers = [];
    private readonly List<Violation> _violations = [];
    private readonly List<StormPace> _paces = [];

    public int Calls { get; private set; }

    public int Attempts { get; private set; }

    public int Updates { get; private set; }

    public int Continuations { get; private set; }

    public IReadOnlyDictionary<(StormFault Kind, FaultPosition Position), int> Faults => _faults;

    public IReadOnlyDictionary<Outcome, int> Outcomes => _outcomes;

    public IReadOnlyDictionary<CallerKind, int> Callers => _callers;

    public IReadOnlyList<Violation> Violations => _violations;

    /// <summary>The storms that ran in real time, each as fast as it was.</summary>
    public IReadOnlyList<StormPace> Paces => _paces;

    public void Add(StormPace pace)
    {
        lock (_gate)
            _paces.Add(pace);
    }

    public void Add(StormCall call, IEnumerable<string> wrong, string where)
    {
        lock (_gate)
        {
            Calls++;
            Updates += call.Updates;
            Continuations += call.Report?.Continuations.Count ?? 0;
            Count(_outcomes, call.Outcome);
            Count(_callers, call.Plan.Caller);
            foreach (Visit visit in call.Visits)
            {
                Attempts++;
                if (visit.Script.Position is { } position)
                    Count(_faults, (visit.Script.Plan.Fault, position));
            }

            foreach (string each in wrong)
                _violations.Add(new(RuleOf(each), $"{each} ({where}, {Describe(call)})"));
        }
    }

    public void Add(string wrong, string where)
    {
        lock (_gate)
            _violations.Add(new(RuleOf(wrong), $"{wrong} ({where})"));
    }

    private static string Describe(StormCall call) =>
        $"call {call.Plan.Number} of {call.Plan.Words} words, {call.Plan.Caller} at {call.Plan.CallerAt}: "
        + string.Join(" then ", call.Visits.Select(visit => $"{visit.Route} {visit.Script.Plan.Fault} {visit.Script.Position} after {visit.Texts} pieces {visit.Script.Plan.Flaws} {visit.Script.Plan.Extra} {(visit.Given.Length > 0 ? visit.Script.Plan.Seam : "")}"))
        + $"; {call.Outcome} {call.Error?.GetType().Name} {call.Error?.Message}";

    /// <summary>The words of it without its numbers and quotations: the same for the same rule.</summary>
    private static string RuleOf(string wrong) => Particulars().Replace(wrong, "*");

    private static void Count<T>(Dictionary<T, int> counts, T what)
        where T : notnull => counts[what] = counts.GetValueOrDefault(what) + 1;

    [GeneratedRegex("'[^']*'|[0-9]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Particulars();
}
