using System.Text;
using CapacityRouting.Goodput.Reporting;
using CapacityRouting.Storm.Calls;
using CapacityRouting.Storm.Checks;
using CapacityRouting.Storm.Plans;

namespace CapacityRouting.Storm.Reporting;

/// <summary>The tables, in Markdown.</summary>
internal static class StormReport
{
    private const int MostExamples = 3;

    public static string Of(IReadOnlyList<StormFigures> figures, string where) => $"""
        # A storm of faults on streams

        Machine: {where}.

        Streamed calls go through `CapacityAwareChatClient` over three routes that fail by plan: in virtual time, and over HTTP on this machine with the real SDKs. Answers are numbered words (`c17w0 c17w1 ...`), cut into pieces in the middle of words. So a word that is missing, or there twice, is seen. To regenerate:

            dotnet run -c Release --project benchmarks/CapacityRouting.Storm -- --report docs/streams.md

        ## What is checked of each call?

        - A call has one outcome: the whole answer, a `StreamInterruptedException` with exactly the text that was received, the caller's own cancellation, a `NoRouteAvailableException`, or the caller went.
        - A caller that cancelled before anything failed is never told of a failure.
        - No text is there twice or missing, none is another's, and nothing comes after the end, however often the caller asks.
        - A fault before the first content is not seen while another route has room, nor any update of the attempt that met it.
        - After the first content the answer goes on elsewhere, where that is allowed and possible.
        - The report tells the same attempts as the models saw, and how they ended.

        ## What is checked of each router after the storm?

        No call is under way, every bucket is full, and no timer is left. Every enumerator was disposed once, and never while it moved.

        ## What do callers and clients do?

        Callers read, cancel at every point between and inside of the steps of a call, or at any time, leave early, or throw in their loop. Some forget their enumerator, with a move under way or without. Some enumerate the same stream twice, which is two calls. In virtual time some dispose it amid a move. Some clients ignore their token, throw or take long on disposal, yield null, throw from `Current` or give a stream that was read before. Some answers begin with reasoning, signed or not, or call a function. Each comes once, and no other model goes on after a call or a signature. Under some weathers one of the models takes no partial answer. It is asked by instruction to go on, and begins the answer anew.

        The weathers: {string.Join(", ", Virtual.Weather.All.Select(weather => weather.Name))}, {Virtual.SimulatedStorm.Name}; over HTTP half of the calls may be continued.

        ## What is metered?

        Where a storm is metered, the months of requests, tokens and money are reckoned up afterwards, to the last token (money only where what is reserved of it is known beforehand).

        | an attempt that | counts |
        |---|---|
        | told its usage | by that usage |
        | was cancelled, left, forgotten or broke off | by what flowed (four characters a token, rounded once) |
        | hung or ended without a word | by all that was reserved |
        | was turned away | as a request alone |

        Updates without content may come before the first one and at a seam in any number, a hundred at once. What is not asked for: a repetition of less than three letters, which cannot be told from chance.

        ## What came of it?

        {Tables(figures)}
        """;

    public static string Tables(IReadOnlyList<StormFigures> figures)
    {
        StringBuilder text = new();
        string[] headings = [.. figures.Select(each => each.Over)];
        text.AppendTable(["What", .. headings], Totals(figures));
        text.AppendTable(["Outcome", .. headings], Lines(figures, Enum.GetValues<Outcome>(), (tally, outcome) => tally.Outcomes.GetValueOrDefault(outcome)));
        text.AppendTable(["Caller", .. headings], Lines(figures, Enum.GetValues<CallerKind>(), (tally, caller) => tally.Callers.GetValueOrDefault(caller)));
        text.AppendTable(["Fault, and where: before the headers / before the first word / amid / after the last word / after the finish reason", .. headings], Faults(figures));
        return text.ToString();
    }

    /// <summary>What was wrong, by rule, with a few examples of each.</summary>
    public static string Violations(StormFigures figures)
    {
        StringBuilder text = new();
        foreach (IGrouping<string, Violation> rule in figures.Tally.Violations.GroupBy(each => each.Rule).OrderByDescending(rule => rule.Count()))
        {
            text.Append(figures.Over).Append(", ").Append(rule.Count()).Append(" times: ").AppendLine(rule.Key);
            foreach (Violation example in rule.Take(MostExamples))
                text.Append("    ").AppendLine(example.Detail);
        }

        return text.ToString();
    }

    private static IEnumerable<IEnumerable<string>> Totals(IReadOnlyList<StormFigures> figures) =>
    [
        Line("Calls", figures, each => each.Tally.Calls),
        Line("Attempts", figures, each => each.Tally.Attempts),
        Line("Updates received", figures, each => each.Tally.Updates),
        Line("Seams in answers", figures, each => each.Tally.Continuations),
        Line("Calls per second", figures, each => (long)each.CallsPerSecond),
        .. Paces(figures),
        Line("**Violations**", figures, each => each.Tally.Violations.Count),
    ];

    private static IEnumerable<IEnumerable<string>> Lines<T>(IReadOnlyList<StormFigures> figures, T[] kinds, Func<StormTally, T, int> count)
        where T : struct, Enum =>
        kinds.Where(kind => figures.Any(each => count(each.Tally, kind) > 0)).Select(kind => Line($"{kind}", figures, each => count(each.Tally, kind)));

    private static IEnumerable<IEnumerable<string>> Faults(IReadOnlyList<StormFigures> figures) => Enum.GetValues<StormFault>()
        .Where(fault => figures.Any(each => each.Tally.Faults.Keys.Any(key => key.Kind == fault)))
        .Select(fault => figures.Select(each => Positions(each.Tally, fault)).Prepend($"{fault}"));

    private static string Positions(StormTally tally, StormFault fault) =>
        string.Join(" / ", Enum.GetValues<FaultPosition>().Select(position => tally.Faults.TryGetValue((fault, position), out int count) ? FormattableString.Invariant($"{count:N0}") : "-"));

    /// <summary>A line for each storm in real time, of which there is one without continuations and one with them.</summary>
    private static IEnumerable<IEnumerable<string>> Paces(IReadOnlyList<StormFigures> figures) =>
        Enumerable.Range(0, figures.Max(each => each.Tally.Paces.Count))
            .Select(storm => figures.Select(each => PaceOf(each.Tally.Paces.ElementAtOrDefault(storm))).Prepend($"Calls per second, tenth by tenth, storm {storm + 1}"));

    private static string PaceOf(StormPace? pace) => pace is null ? "-" : string.Join(" ", pace.Tenths.Select(tenth => FormattableString.Invariant($"{tenth:N0}")));

    private static IEnumerable<string> Line(string title, IReadOnlyList<StormFigures> figures, Func<StormFigures, long> value) =>
        figures.Select(each => FormattableString.Invariant($"{value(each):N0}")).Prepend(title);
}
