using System.Text;
using CapacityRouting.Goodput.Figures;
using CapacityRouting.Goodput.Running;
using CapacityRouting.Goodput.Scenarios;

namespace CapacityRouting.Goodput.Reporting;

/// <summary>The report for people: what was measured, where ours stands, where it falls short, and every figure of every router.</summary>
internal static class GoodputReport
{
    /// <param name="results">What was measured.</param>
    /// <param name="origin">Where, and of what.</param>
    /// <param name="speed">How long it takes.</param>
    public static string Of(Results results, string origin, string speed)
    {
        StringBuilder text = new();
        text.AppendLine("# Goodput").AppendLine()
            .AppendLine($"Machine: {origin}; ± is a 95 % confidence interval. {speed}").AppendLine()
            .AppendLine(Introduction).AppendLine();
        if (results.HasOurs)
            text.AppendOurs(results).AppendFigures(results).AppendShortfalls(results);
        text.AppendLine("## How does every router do in every scenario?").AppendLine();
        foreach (Scenario scenario in results.Scenarios)
            text.AppendScenario(results, scenario);
        return text.ToString().TrimEnd() + Environment.NewLine;
    }

    private const string Introduction = """
        Every router meets the same calls, the same simulated providers and the same chance, in virtual time. Ours is the real, unmodified client. Two runs with the same seed give the same figures to the last digit. To regenerate, and to look at one scenario:

            dotnet run -c Release --project benchmarks/CapacityRouting.Goodput -- --report docs/goodput.md
            dotnet run -c Release --project benchmarks/CapacityRouting.Goodput -- --quick --scenario overload-1.3

        [simulation.md](simulation.md) tells how the simulation works, what the oracle is and how far a simulated run agrees with a real one.

        | column | meaning |
        |---|---|
        | goodput | calls served in time, and their tokens, of what the oracle serves: the fluid upper bound, which knows the future and serves calls in part |
        | 429s | requests that a provider's limits refused, for 1,000 calls; one call can be refused by several providers, or again and again |
        | wasted tokens | charged by a limit without a whole answer to show for it |
        | preferred | the share of served calls that the first route served; next to it the oracle's, which does not pick calls by size |
        | wait | from the call to the request that was answered: waits for capacity, and failed attempts; of served calls only, so a router that refuses much waits little |
        | cost | of what it would have cost to serve as many calls as cheaply as the limits allow |
        | overshoot | how much more than a limit allows its provider was asked for in the worst window of the run (0.10: 10 % more) |
        | late | calls that were answered, but waited longer than their patience: their callers had gone; not part of the goodput |
        | failed | calls that ended in a failure other than a refusal |
        | lost, doubled | calls without an outcome, or with more than one; must be 0 |

        A call is served in time if it reached the provider that answered it within its patience, 10 seconds, or a minute in `crowd`. The oracle takes calls as they come: a router that picks them by their size can pass it. Where the load fits (most scenarios), the oracle serves every call and so can a router. There a goodput of 1 only says that nothing was refused, and the other columns tell routers apart.

        Rivals meet the first two seeds; where evidence lies (from `stray-refusals` on) the first five, and at 400 calls a second the first three. The bare SDK asks the first model only.
        """;

    private static StringBuilder AppendOurs(this StringBuilder text, Results results)
    {
        text.AppendLine("## Where does CapacityRouting stand?").AppendLine();
        return text.AppendTable(
            ["Scenario", .. Column.All.Select(column => column.Heading)],
            results.Scenarios.Select(scenario => Column.All.Select(column => column.Text([.. results.OfOurs(scenario)])).Prepend($"`{scenario.Id}`")));
    }

    private static StringBuilder AppendFigures(this StringBuilder text, Results results)
    {
        text.AppendLine("## Which figures is it held to?").AppendLine()
            .AppendLine("The router is held to these figures, as the mean of all seeds. A test fails when one of them falls by more than its interval.").AppendLine()
            .AppendTable(FigureText.Headings, FigureText.Lines(results));
        string[] notes = [.. FigureText.Notes(results)];
        foreach (string note in notes)
            text.AppendLine($"- {note}");
        return notes.Length == 0 ? text : text.AppendLine();
    }

    private static StringBuilder AppendShortfalls(this StringBuilder text, Results results)
    {
        text.AppendLine("## Where does it fall short?").AppendLine();
        foreach (Scenario scenario in results.Scenarios)
        {
            GoodputRow worst = results.OfOurs(scenario).OrderBy(row => Math.Round(row.GoodputRequests, 3)).ThenByDescending(row => row.RefusedPer1000).First();
            text.Append(FormattableString.Invariant($"- `{scenario.Id}`: worst seed {worst.Seed}, goodput {worst.GoodputRequests:0.000}, {worst.RefusedPer1000:0.0} refusals per 1,000."));
            foreach (string ahead in RivalsAhead.In(results, scenario))
                text.Append($" {ahead}.");
            text.AppendLine();
        }

        return text.AppendLine();
    }

    private static void AppendScenario(this StringBuilder text, Results results, Scenario scenario)
    {
        text.AppendLine($"### `{scenario.Id}`").AppendLine().AppendLine($"{char.ToUpperInvariant(scenario.About[0])}{scenario.About[1..]}.").AppendLine();
        text.AppendTable(
            ["Router", .. Column.All.Select(column => column.Heading)],
            results.Contenders.Select(contender => Column.All.Select(column => column.Text([.. results.Of(scenario, contender)])).Prepend(contender.Name)));
        if (results.Rows.Any(row => row.Scenario == scenario.Id && row.OffAfterSeconds is not null))
            text.AppendRecovery(results, scenario);
        text.AppendGroups(results, scenario);
    }

    private static void AppendRecovery(this StringBuilder text, Results results, Scenario scenario) => text.AppendTable(
        ["Router", "Off the dead route after, s", "Back as before after, s", "Never back"],
        results.Contenders.Select(contender =>
        {
            GoodputRow[] rows = [.. results.Of(scenario, contender)];
            GoodputRow[] back = [.. rows.Where(row => row.BackAfterSeconds is not null)];
            return new[]
            {
                contender.Name,
                Interval.Of(rows.Select(row => row.OffAfterSeconds ?? 0)).Text("0.0"),
                back.Length == 0 ? "-" : Interval.Of(back.Select(row => row.BackAfterSeconds!.Value)).Text("0.0"),
                $"{rows.Length - back.Length} of {rows.Length}",
            };
        }));
}
