using CapacityRouting.Queue.Models;
using CapacityRouting.Queue.Running;
using CapacityRouting.Simulation;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Queue.Fairness;

/// <summary>Parties that want more than there is, over 20 minutes of virtual time, each with a router, and what each was served.</summary>
internal sealed class PartyRun
{
    // A full bucket goes to the first arrivals, without waiting: what is served then is not counted.
    private static readonly TimeSpan WarmUp = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Span = WarmUp + TimeSpan.FromMinutes(20);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly VirtualTime _time;
    private readonly CapacityAwareChatClient[] _clients;
    private readonly Party[] _parties;

    /// <param name="time">The time of the routers.</param>
    /// <param name="clients">The router of each party; several may have the same one.</param>
    /// <param name="parties">The parties, each a tenant of its own.</param>
    public PartyRun(VirtualTime time, CapacityAwareChatClient[] clients, Party[] parties)
    {
        (_time, _clients, _parties) = (time, clients, parties);
        TokensServed = new long[parties.Length];
        LongestWait = new TimeSpan[parties.Length];
    }

    /// <summary>Real tokens of the calls of each party that have ended.</summary>
    public long[] TokensServed { get; }

    /// <summary>The longest that a call of each party has waited, or waits still at the end.</summary>
    public TimeSpan[] LongestWait { get; }

    /// <summary>How far the two are apart, in percent of the one that was served more.</summary>
    public double Difference => 100.0 * Math.Abs(TokensServed[0] - TokensServed[1]) / Math.Max(1, TokensServed.Max());

    public void Run(TimeAllowance allowance) => _time.Run(async () =>
    {
        using ITimer guard = _time.CreateTimer(_ => allowance.ThrowIfSpent(), null, Tick, Tick);
        for (int party = 0; party < _parties.Length; party++)
            for (int caller = 0; caller < _parties[party].Callers; caller++)
                _ = LoopAsync(party);
        await InlineDelay.For(Span, _time, CancellationToken.None);
    });

    private async Task LoopAsync(int party)
    {
        CallScript script = _parties[party].Script;
        ChatMessage[] messages = script.ToMessages();
        ChatOptions options = script.ToOptions(new() { Tenant = $"t{party}" });
        while (_time.Elapsed < Span)
        {
            TimeSpan asked = _time.Elapsed;
            using ITimer end = _time.CreateTimer(_ => NoteWait(party, _time.Elapsed - asked), null, Span - asked - TimeSpan.FromTicks(1), Timeout.InfiniteTimeSpan);
            await AskAsync(_clients[party], messages, options, _parties[party].IsStreaming);
            NoteWait(party, _time.Elapsed - asked - script.Duration);
            if (_time.Elapsed >= WarmUp)
                TokensServed[party] += script.Tokens;
        }
    }

    private void NoteWait(int party, TimeSpan wait) => LongestWait[party] = wait > LongestWait[party] ? wait : LongestWait[party];

    private static async Task AskAsync(CapacityAwareChatClient client, ChatMessage[] messages, ChatOptions options, bool isStreaming)
    {
        if (!isStreaming)
        {
            await client.GetResponseAsync(messages, options);
            return;
        }

        await foreach (ChatResponseUpdate _ in client.GetStreamingResponseAsync(messages, options))
        {
            // The usage comes with the last one.
        }
    }
}
