using CapacityRouting.Simulation.Traffic;

namespace CapacityRouting.Simulation;

/// <summary>
/// Derives a seed for each use of chance from the run's seed. Two uses with the same numbers would be correlated: a router's choice would then depend on which
/// calls are streamed.
/// </summary>
internal static class Seeds
{
    private const int Router = 0;
    private const int Streams = 1;
    private const int Lengths = 2;
    private const int FirstProvider = 16;

    public static int ForRouter(int seed) => Of(seed, Router);

    public static int ForStreams(int seed) => Of(seed, Streams);

    public static int ForLengths(int seed) => Of(seed, Lengths);

    public static int ForProvider(int seed, int index) => Of(seed, FirstProvider + index);

    private static int Of(int seed, int use) => (int)(new Chance(seed, use).Next() * int.MaxValue);
}
