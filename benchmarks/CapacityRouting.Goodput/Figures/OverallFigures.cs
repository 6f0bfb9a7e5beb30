using System.Globalization;
using CapacityRouting.Goodput.Reporting;
using CapacityRouting.Goodput.Running;
using CapacityRouting.Goodput.Scenarios;

namespace CapacityRouting.Goodput.Figures;

/// <summary>What the router is held to over all scenarios that were run.</summary>
internal static class OverallFigures
{
    /// <summary>The contender that must never lose fewer calls than our router.</summary>
    public const string BareSdkId = "bare-sdk";

    private const double PerThousand = 1_000;
    private const string Everywhere = "all of them";
    private const string InNone = "in none";
    private static readonly Bound GivenUp = new(BoundKind.Below, 1, "0.00");

    /// <summary>A line for each, in the columns of <see cref="FigureText"/>.</summary>
    public static IEnumerable<string[]> Lines(Results results)
    {
        if (!results.HasOurs)
            yield break;
        double givenUp = GivenUpHealthy(results);
        yield return [Everywhere, "healthy attempts given up, of 1,000", GivenUp.Text, GivenUp.Shown(givenUp), FigureText.YesOrNo(GivenUp.IsMetBy(givenUp))];
        if (results.Contenders.Count == 1)
            yield break;
        yield return InNoneLine("a rival is ahead", [.. from scenario in results.Scenarios from Contender rival in RivalsAhead.Better(results, scenario) select $"{scenario.Id}: {rival.Name}"]);
        if (results.Contenders.Any(contender => contender.Id == BareSdkId))
            yield return InNoneLine("loses more calls than the bare SDK", [.. results.Scenarios.Select(scenario => LosesMore(results, scenario)).OfType<string>()]);
    }

    /// <summary>Of a thousand requests of our router to providers, those that no fault struck and that it gave up before their end.</summary>
    public static double GivenUpHealthy(Results results)
    {
        GoodputRow[] ours = [.. results.Scenarios.SelectMany(results.OfOurs)];
        return PerThousand * ours.Sum(row => row.Field.GivenUpHealthy) / Math.Max(1, ours.Sum(row => row.Field.Attempts));
    }

    /// <summary>What is to be said of a scenario in which our router serves fewer calls than the bare SDK, by more than chance; null otherwise. Seed is compared with seed.</summary>
    public static string? LosesMore(Results results, Scenario scenario)
    {
        GoodputRow[] bare = [.. results.Rows.Where(row => row.Scenario == scenario.Id && row.Router == BareSdkId)];
        GoodputRow[] ours = [.. results.OfOurs(scenario).Take(bare.Length)];
        if (bare.Length == 0)
            return null;
        Interval more = Interval.Of(ours.Zip(bare, (own, other) => (double)(own.NotServed - other.NotServed)));
        return more.Mean > 0 && more.Mean > more.HalfWidth
            ? string.Create(CultureInfo.InvariantCulture, $"{scenario.Id}: {ours.Average(row => row.NotServed):0.#} against {bare.Average(row => row.NotServed):0.#}")
            : null;
    }

    private static string[] InNoneLine(string figure, string[] said) => [Everywhere, figure, InNone, said.Length == 0 ? InNone : string.Join("; ", said), FigureText.YesOrNo(said.Length == 0)];
}
