using System.Globalization;
using CapacityRouting.Goodput.Running;
using CapacityRouting.Goodput.Scenarios;

namespace CapacityRouting.Goodput.Reporting;

/// <summary>Where a rival is ahead of ours, by goodput and refusals taken together. Seed is compared with seed: both met the same calls.</summary>
internal static class RivalsAhead
{
    // Negligible differences in goodput and in refusals for 1,000 calls.
    private const double Same = 0.0005;
    private const double FewRefusals = 1;

    // More goodput than this counts although it comes with more refusals.
    private const double MuchBetter = 0.01;

    /// <summary>What is to be said of a scenario; nothing when no rival is ahead.</summary>
    public static IEnumerable<string> In(Results results, Scenario scenario)
    {
        foreach (Contender rival in results.Contenders.Where(contender => contender.Id != Contender.OursId))
        {
            GoodputRow[] theirs = [.. results.Of(scenario, rival)];

            // A rival may have run fewer seeds.
            GoodputRow[] ours = [.. results.OfOurs(scenario).Take(theirs.Length)];
            if (Said(Differences(theirs, ours, row => row.GoodputRequests), Differences(theirs, ours, row => row.RefusedPer1000)) is { } said)
                yield return $"{rival.Name} {said}: goodput {Against(row => row.GoodputRequests, "0.000")}, refusals per 1,000 {Against(row => row.RefusedPer1000, "0.0")}, preferred share {Against(row => row.PreferredShare, "0.000")}";

            string Against(Func<GoodputRow, double> figure, string format) =>
                $"{theirs.Average(figure).ToString(format, CultureInfo.InvariantCulture)} against {ours.Average(figure).ToString(format, CultureInfo.InvariantCulture)}";
        }
    }

    /// <summary>The rivals that are better in both, or that serve over 1 % more with fewer refusals. There may be none.</summary>
    public static IEnumerable<Contender> Better(Results results, Scenario scenario)
    {
        GoodputRow[] ours = [.. results.OfOurs(scenario)];
        foreach (Contender rival in results.Contenders.Where(contender => contender.Id != Contender.OursId))
        {
            GoodputRow[] theirs = [.. results.Of(scenario, rival)];
            Interval goodput = Differences(theirs, ours, row => row.GoodputRequests);
            Interval refused = Differences(theirs, ours, row => row.RefusedPer1000);
            if ((ServesMore(goodput) && RefusesFewer(refused)) || (goodput.Mean > MuchBetter && refused.Mean < 0))
                yield return rival;
        }
    }

    private static bool ServesMore(Interval goodput) => goodput.Mean > Same && goodput.Mean > goodput.HalfWidth;

    private static bool RefusesFewer(Interval refused) => refused.Mean < -FewRefusals && -refused.Mean > refused.HalfWidth;

    private static string? Said(Interval goodput, Interval refused)
    {
        return (ServesMore(goodput), RefusesFewer(refused)) switch
        {
            (true, true) => "is ahead in both",
            (true, false) when refused.Mean <= FewRefusals => "serves more, with no more refusals",
            (true, false) when goodput.Mean > MuchBetter => "serves more, with more refusals",
            (false, true) when goodput.Mean >= -Same => "serves as much, with fewer refusals",
            _ => null,
        };
    }

    private static Interval Differences(GoodputRow[] theirs, GoodputRow[] ours, Func<GoodputRow, double> figure) =>
        Interval.Of(theirs.Zip(ours, (rival, own) => figure(rival) - figure(own)));
}
