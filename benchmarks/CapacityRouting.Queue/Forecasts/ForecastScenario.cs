using CapacityRouting.Queue.Models;

namespace CapacityRouting.Queue.Forecasts;

/// <summary>One kind of route and of calls to it.</summary>
internal sealed record ForecastScenario(string Name, CapacityLimits Limits, double CallsPerSecond, Func<Random, (CallScript Script, RequestRouting Routing)> Draw)
{
    private const int Slots = 10;
    private const int Tokens = 200;
    private const double CallsOfBucket = 10;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly CapacityLimits Bucket = new() { TokensPerMinute = (long)(CallsOfBucket * 60 * Tokens), Burst = TimeSpan.FromSeconds(2) };

    /// <summary>Whether later calls may go first, so that no forecast can hold.</summary>
    public bool IsOvertaken { get; init; }

    public static ForecastScenario[] All { get; } =
    [
        new("token bucket", Bucket, CallsOfBucket, random => (Exact(random.Next(50, 350), Second), new())),
        new("slots, constant durations", new() { MaxConcurrentRequests = Slots }, Slots, _ => (Exact(Tokens, Second), new())),
        new("slots, lognormal durations", new() { MaxConcurrentRequests = Slots }, Slots, random => (Exact(Tokens, Lognormal(random)), new())),
        new("token bucket, classes and tenants", Bucket, CallsOfBucket, random => (Loose(random), Mixed(random))) { IsOvertaken = true },
    ];

    /// <summary>A call that takes what it states.</summary>
    private static CallScript Exact(int tokens, TimeSpan duration) => new(tokens / 2, tokens / 2, duration) { MaxOutputTokens = tokens / 2 };

    /// <summary>A call that states more than it takes, or nothing.</summary>
    private static CallScript Loose(Random random)
    {
        int output = random.Next(25, 175);
        return new(random.Next(25, 175), output, Second) { MaxOutputTokens = random.Next(2) == 0 ? null : output * 2 };
    }

    private static RequestRouting Mixed(Random random) => new()
    {
        Tenant = $"t{random.Next(5)}",
        Priority = random.Next(10) switch
        {
            0 => RequestPriority.Critical,
            < 4 => RequestPriority.Background,
            _ => RequestPriority.Normal,
        },
    };

    /// <summary>A duration of one second on average, with a long tail.</summary>
    private static TimeSpan Lognormal(Random random)
    {
        const double Sigma = 0.8;
        double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return TimeSpan.FromSeconds(Math.Exp((Sigma * normal) - (Sigma * Sigma / 2)));
    }
}
