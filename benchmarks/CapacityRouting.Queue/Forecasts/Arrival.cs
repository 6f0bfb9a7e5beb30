using CapacityRouting.Queue.Models;

namespace CapacityRouting.Queue.Forecasts;

/// <summary>One call that is going to come.</summary>
internal sealed record Arrival(TimeSpan After, CallScript Script, RequestRouting Routing)
{
    private static readonly TimeSpan Wave = TimeSpan.FromSeconds(30);

    /// <summary>Random arrivals, whose rate swings: half a minute above the mean, half a minute below it.</summary>
    /// <param name="scenario">What comes.</param>
    /// <param name="load">The mean rate as a share of what the route lets through.</param>
    /// <param name="calls">How many come.</param>
    /// <param name="seed">What is drawn.</param>
    public static Arrival[] Draw(ForecastScenario scenario, double load, int calls, int seed)
    {
        const double Swing = 0.35;
        Random random = new(seed);
        Arrival[] arrivals = new Arrival[calls];
        TimeSpan now = TimeSpan.Zero;
        for (int call = 0; call < calls; call++)
        {
            double rate = scenario.CallsPerSecond * (load + ((now.Ticks / Wave.Ticks) % 2 == 0 ? Swing : -Swing));
            TimeSpan after = TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / rate);
            (CallScript script, RequestRouting routing) = scenario.Draw(random);
            arrivals[call] = new(after, script, routing);
            now += after;
        }

        return arrivals;
    }
}
