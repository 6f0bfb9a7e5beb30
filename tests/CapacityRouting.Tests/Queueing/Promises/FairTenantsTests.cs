using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Queueing.Promises;

/// <summary>
/// Promise: tenants whose callers always wait are given equal tokens, by what their calls used and not by what they said that they might use. Two tenants for
/// twenty minutes, each caller of which asks again when it is answered.
/// </summary>
public sealed class FairTenantsTests
{
    // It charges what is written: so there is one count of tokens.
    private static readonly ProviderProfile ByUse = ProviderProfile.Generic with { ReservesMaxOutputTokens = false };

    private readonly ManualTime _time = new();
    private readonly ClosedLoops _loops = new();
    private readonly Dictionary<string, long> _tokens = new(StringComparer.Ordinal) { ["A"] = 0, ["B"] = 0 };

    public static TheoryData<string, bool> Mixes
    {
        get
        {
            TheoryData<string, bool> mixes = new();
            foreach (string name in Pairs.Keys)
                foreach (bool isSlots in (bool[])[true, false])
                    mixes.Add(name, isSlots);
            return mixes;
        }
    }

    private static Dictionary<string, (Party A, Party B)> Pairs { get; } = new(StringComparer.Ordinal)
    {
        ["one states much and writes little"] = (new() { States = 4_096, Writes = 100 }, new() { Writes = 2_000 }),
        ["long prompts against long answers"] = (new() { Reads = 1_000, Writes = 20, States = 100 }, new() { Reads = 10, Writes = 500, States = 2_000 }),
        ["many callers against few"] = (new() { Callers = 60, Writes = 300 }, new() { Callers = 12, Writes = 600, States = 700 }),
        ["both state, one ten times what it writes"] = (new() { States = 5_000, Writes = 500 }, new() { States = 500, Writes = 500 }),
        ["nobody states"] = (new() { Writes = 50 }, new() { Writes = 1_000 }),
        ["deep lines"] = (new() { Callers = 200, States = 4_096, Writes = 100 }, new() { Callers = 200, Writes = 2_000 }),
        ["streams"] = (new() { States = 4_096, Writes = 100, Streams = true }, new() { Writes = 2_000, Streams = true }),
        ["a stream against whole answers"] = (new() { States = 3_000, Writes = 150, Streams = true }, new() { Writes = 900 }),
    };

    [Theory]
    [MemberData(nameof(Mixes))]
    public void Tenants_WhoAlwaysWait_AreGivenEqualTokens(string mix, bool isSlots)
    {
        (Party a, Party b) = Pairs[mix];
        CapacityLimits limits = isSlots ? new() { MaxConcurrentRequests = 2 } : new() { TokensPerMinute = 60_000 };
        CapacityRoutingOptions options = Make.Untimed();
        options.MaxWait = TimeSpan.FromDays(7);
        TimedModel model = new(_time, isSlots ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(200))
        {
            Usage = asked => asked!.Instructions == "A" ? (a.Reads, a.Writes) : (b.Reads, b.Writes),
        };
        using CapacityAwareChatClient client = new([new("a", model) { Limits = limits, Profile = ByUse }], options, _time);

        Begin(client, "A", a);
        Begin(client, "B", b);
        for (int second = 0; second < 1_200; second++)
            _time.Advance(TimeSpan.FromSeconds(1));
        _loops.Stop();

        Assert.Empty(_loops.Faults);
        Assert.InRange(isSlots ? model.Calls : _tokens["A"] + _tokens["B"], isSlots ? 2_380 : 1_000_000, isSlots ? 2_402 : 1_300_000);
        Assert.InRange(_tokens["A"], 0.95 * _tokens["B"], 1.05 * _tokens["B"]);
    }

    private void Begin(CapacityAwareChatClient client, string name, Party party)
    {
        ChatOptions options = new ChatOptions { MaxOutputTokens = party.States, Instructions = name }.WithRouting(new() { Tenant = name });
        IReadOnlyList<ChatMessage> messages = Prompt.Of(party.Reads);
        _loops.Begin(
            party.Callers,
            () => client.AskAsync(party.Streams, options, messages),
            answer => _tokens[name] += answer.Usage!.TotalTokenCount!.Value);
    }

    private sealed record Party
    {
        public int Callers { get; init; } = 40;

        public int Reads { get; init; } = 50;

        public int Writes { get; init; }

        public int? States { get; init; }

        public bool Streams { get; init; }
    }
}
