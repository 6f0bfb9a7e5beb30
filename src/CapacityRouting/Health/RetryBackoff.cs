using CapacityRouting.Atomics;
using CapacityRouting.Time;

namespace CapacityRouting.Health;

/// <summary>
/// The time between a failure without a stated wait and the next attempt of the same request at the same route. It triples each time, from 0.2 seconds to 5.4,
/// with jitter.
/// </summary>
/// <remarks>
/// Jitter takes at most half away. A time near nothing would meet the same fault again. Four times add up to 4 to 8 seconds, which is the default patience and what an SDK's own retries cover.
/// </remarks>
internal sealed class RetryBackoff(Clock clock, Jitter jitter)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private const int Growth = 3;
    private const int MostSteps = 3;

    /// <summary>The backoff in ticks.</summary>
    /// <param name="repeated">How often the request has asked a route again.</param>
    public long After(int repeated) => clock.ToTicks(First * (Math.Pow(Growth, Math.Min(repeated, MostSteps)) * (0.5 + (0.5 * jitter.Next()))));
}
