using CapacityRouting.Queue.Measuring;
using CapacityRouting.Queue.Running;

namespace CapacityRouting.Queue.Figures;

/// <summary>Every figure, in the order of the record.</summary>
internal static class FigureTable
{
    public static Figure[] All(BenchmarkSettings settings) =>
    [
        new CrossingFigure(settings),
        new JoiningFigure(settings),
        new CrowdFigure(settings),
        new LoopFigure(settings),
        new WakeUpFigure(settings),
        new ForecastFigure(settings),
        new FairnessFigure(settings),
    ];
}
