using CapacityRouting.Goodput.Reporting;

namespace CapacityRouting.Goodput.Figures;

/// <summary>What was measured of one figure.</summary>
internal sealed record MeasuredFigure(Figure Figure, Interval Value)
{
    public bool IsMet => Figure.Bound.IsMetBy(Value.Mean);

    /// <summary>Those figures whose scenarios were run, in the order of the table.</summary>
    public static IEnumerable<MeasuredFigure> In(Results results) =>
        from figure in FigureTable.All let values = figure.ValuesIn(results) where values.Length > 0 select new MeasuredFigure(figure, Interval.Of(values));
}
