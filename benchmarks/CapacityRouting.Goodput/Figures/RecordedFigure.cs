using CapacityRouting.Goodput.Reporting;

namespace CapacityRouting.Goodput.Figures;

/// <summary>What was once measured of one figure, as the file has it.</summary>
internal sealed record RecordedFigure
{
    public required string Scenario { get; init; }

    public required string Figure { get; init; }

    /// <summary>The mean over all seeds.</summary>
    public required double Mean { get; init; }

    /// <summary>Half the width of its 95 % confidence interval.</summary>
    public required double Interval { get; init; }

    /// <summary>The mean over the seeds of a quick run. A quick run is held against it: it meets the very same calls, so that nothing differs by chance.</summary>
    public required double Quick { get; init; }

    public static RecordedFigure Of(Figure figure, double[] values)
    {
        Interval value = Reporting.Interval.Of(values);
        return new() { Scenario = figure.Scenario, Figure = figure.Name, Mean = value.Mean, Interval = value.HalfWidth, Quick = values.Take(RecordedFigures.QuickSeeds).Average() };
    }

    /// <summary>What is to be said when a quick run is worse by more than the interval; null when it is not.</summary>
    public string? Fallen(Figure figure, double now)
    {
        double allowed = Interval + figure.Bound.Unnoticed;
        return figure.Bound.Fall(Quick, now) <= allowed
            ? null
            : FormattableString.Invariant($"{Scenario}: {Figure}: was {Quick:0.0000}, is {now:0.0000}; {allowed:0.0000} of it may be chance. It is to be {figure.Bound.Text}.");
    }
}
