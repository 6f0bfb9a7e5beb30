using CapacityRouting.Goodput.Running;
using CapacityRouting.Goodput.Scenarios;

namespace CapacityRouting.Goodput.Reporting;

/// <summary>Where a rival is ahead of ours, by goodput and refusals taken together.</summary>
internal static class RivalsAhead
{
    // A difference in goodput that counts although the rival is worse in refusals, and one that is none.
    private const double MuchBetter = 0.01;
    private const double Same = 0.0005;

    /// <summary>What is to be said of a scenario; nothing when no rival is ahead.</summary>
    public static IEnumerable<string> In(Results results, Scenario scenario)
    {
        Contender ours = results.Contenders.First(contender => contender.Id == Contender.OursId);
        double goodput = results.Mean(scenario, ours, row => row.GoodputRequests);
        double refused = results.Mean(scenario, ours, row => row.RefusedPer1000);
        foreach (Contender rival in results.Contenders.Where(contender => contender != ours))
        {
            double rivalGoodput = results.Mean(scenario, rival, row => row.GoodputRequests);
            double rivalRefused = results.Mean(scenario, rival, row => row.RefusedPer1000);
            if (rivalGoodput > goodput + Same && rivalRefused < refused)
                yield return FormattableString.Invariant($"{rival.Name} is ahead in both: goodput {rivalGoodput:0.000} against {goodput:0.000}, {rivalRefused:0.0} refusals per 1,000 against {refused:0.0}");
            else if (rivalGoodput > goodput + MuchBetter)
                yield return FormattableString.Invariant($"{rival.Name} serves more, with more refusals: goodput {rivalGoodput:0.000} against {goodput:0.000}, {rivalRefused:0.0} refusals per 1,000 against {refused:0.0}");
        }
    }
}
