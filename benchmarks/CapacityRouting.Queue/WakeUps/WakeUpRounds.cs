using System.Collections.Concurrent;
using CapacityRouting.Queue.Models;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Queue.WakeUps;

/// <summary>
/// Rounds in which a wake-up can be lost, on one router. Before and after each round every slot is taken. A wake-up is lost in a round after which a slot
/// stays free while a caller waits.
/// </summary>
internal sealed class WakeUpRounds : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(75);

    private readonly ConcurrentQueue<TaskCompletionSource<ChatResponse>> _underWay = new();
    private readonly ChatMessage[] _messages = [new(ChatRole.User, "hello")];
    private readonly AlignedPair _pair;
    private readonly CapacityAwareChatClient _client;
    private readonly ICapacityMonitor _monitor;
    private readonly int _slots;
    private readonly Moment _moment;

    public WakeUpRounds(int slots, Moment moment, TimeProvider time, int seed)
    {
        _pair = new(seed);
        (_slots, _moment) = (slots, moment);
        _client = Routers.Over(new StubModel(_ => Begin()), new() { MaxConcurrentRequests = slots }, time);
        _monitor = Routers.MonitorOf(_client);
        for (int slot = 0; slot < slots; slot++)
            Ask();
        if (!AreAllTaken(Patience))
            throw new InvalidOperationException("A free slot is not taken.");
    }

    /// <returns>How many rounds have lost a wake-up.</returns>
    public int Run(int rounds)
    {
        int lost = 0;
        for (int round = 0; round < rounds; round++)
        {
            RunOne();
            if (AreAllTaken(Patience) || IsLate())
                continue;
            lost++;
            Recover();
        }

        return lost;
    }

    public void Dispose() => _pair.Dispose();

    private void RunOne()
    {
        Action end = EndOf(Next());
        if (_moment == Moment.EndAndJoin)
        {
            _pair.Run(end, Ask);
            return;
        }

        Action other = EndOf(Next());
        Ask();
        Ask();
        _pair.Run(end, other);
    }

    private TaskCompletionSource<ChatResponse> Next() =>
        _underWay.TryDequeue(out TaskCompletionSource<ChatResponse>? call) ? call : throw new InvalidOperationException("No call is under way.");

    private static Action EndOf(TaskCompletionSource<ChatResponse> call) => () => call.SetResult(StubModel.Says());

    private void Ask() => _ = _client.GetResponseAsync(_messages);

    private Task<ChatResponse> Begin()
    {
        TaskCompletionSource<ChatResponse> call = new();
        _underWay.Enqueue(call);
        return call.Task;
    }

    private bool AreAllTaken(TimeSpan patience)
    {
        if (_underWay.Count >= _slots)
            return true;
        SpinWait wait = default;
        for (long start = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(start) < patience;)
        {
            if (_underWay.Count >= _slots)
                return true;
            wait.SpinOnce(sleep1Threshold: -1);
        }

        return _underWay.Count >= _slots;
    }

    /// <summary>Whether every slot is given away, and only the continuation of a call is late, as happens on a busy machine.</summary>
    private bool IsLate() => _monitor.GetSnapshot().Routes[0].InFlight == _slots && AreAllTaken(TimeSpan.FromSeconds(5));

    /// <summary>Makes the router look at its line, by a caller without patience.</summary>
    private void Recover()
    {
        _ = _client.GetResponseAsync(_messages, new ChatOptions().WithRouting(new() { MaxWait = TimeSpan.Zero }));
        if (!AreAllTaken(TimeSpan.FromSeconds(5)))
            throw new InvalidOperationException("A free slot is not taken though a caller waits and the line is looked at again.");
    }
}
