using CapacityRouting.Queue.Models;
using CapacityRouting.Queue.Running;
using CapacityRouting.Simulation;

namespace CapacityRouting.Queue.Fairness;

/// <summary>Two tenants on one route.</summary>
internal sealed record TenantMix(string Name, Party A, Party B)
{
    private const int Many = 20;

    // What a call reserves and does not use is held as long as the call runs. Long calls would fill the bucket with that alone.
    private static readonly TimeSpan Duration = TimeSpan.FromMilliseconds(200);
    private static readonly CallScript Stating = new(200, 100, Duration) { MaxOutputTokens = 4_096 };
    private static readonly CallScript Silent = new(200, 2_000, Duration);

    public static TenantMix[] All { get; } =
    [
        new("A states 4,096 and writes 100, B states none and writes 2,000", new(Many, Stating), new(Many, Silent)),
        new("A asks with 8,000 tokens, B with 200", new(Many, new(8_000, 200, Duration)), new(Many, new(200, 200, Duration))),
        new("A has 50 callers, B has 5", new(50, new(500, 500, Duration)), new(5, new(500, 500, Duration))),
        new("A states 1,000 and writes 1,000, B states 4,000 and writes 500", new(Many, new(200, 1_000, Duration) { MaxOutputTokens = 1_000 }), new(Many, new(200, 500, Duration) { MaxOutputTokens = 4_000 })),
        new("As the first, in streams with usage", new(Many, Stating) { IsStreaming = true }, new(Many, Silent) { IsStreaming = true }),
    ];

    public Dictionary<string, double> Measure(TimeAllowance allowance)
    {
        VirtualTime time = new();
        CapacityAwareChatClient client = Routers.Over(StubModel.Scripted(time), new() { TokensPerMinute = 120_000 }, time);
        PartyRun run = new(time, [client, client], [A, B]);
        run.Run(allowance);
        return new() { ["a"] = run.TokensServed[0], ["b"] = run.TokensServed[1], ["difference"] = run.Difference };
    }
}
