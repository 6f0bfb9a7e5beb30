using CapacityRouting.Goodput.Reporting;
using CapacityRouting.Goodput.Running;

namespace CapacityRouting.Goodput.Figures;

/// <summary>One figure that our router is held to in one scenario: the mean over its seeds.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Name">What is measured.</param>
/// <param name="Of">The figure of one run; not a number when the run has none.</param>
/// <param name="Bound">What it has to keep to.</param>
internal sealed record Figure(string Scenario, string Name, Func<GoodputRow, double> Of, Bound Bound)
{
    /// <summary>The scenario whose figure it is divided by, seed by seed; null for none.</summary>
    public string? Yardstick { get; init; }

    /// <summary>Why it cannot be reached, for readers of the report; null where it can.</summary>
    public string? Note { get; init; }

    /// <summary>Its value for every seed, in their order; none when the scenario was not run.</summary>
    public double[] ValuesIn(Results results)
    {
        double[] values = [.. results.OfOurs(Scenario).Select(Of)];
        return Yardstick is null ? values : [.. values.Zip(results.OfOurs(Yardstick).Select(Of), (value, yardstick) => value / yardstick)];
    }
}
