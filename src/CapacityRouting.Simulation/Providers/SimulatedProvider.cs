using CapacityRouting.Simulation.Limiters;
using CapacityRouting.Simulation.Providers;
using CapacityRouting.Simulation.Traffic;
using CapacityRouting.Simulation.Wire;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Simulation;

/// <summary>
/// A model provider with true limits, charges, a pace of its own and planned faults. Call it in process with
/// <see cref="AsChatClient"/>, or put it behind HTTP with a <see cref="LoopbackServer"/>: it is the same one.
/// </summary>
/// <remarks>Thread-safe. Its behaviour depends on its settings, its seed and the order of the requests, and on nothing else.</remarks>
public sealed class SimulatedProvider
{
    private readonly object _lock = new();
    private readonly List<ProviderVisit> _visits = [];
    private readonly ShardedGate _gate;
    private readonly FaultStrikes _strikes = new();
    private readonly int _seed;
    private int _requests;

    /// <summary>Makes a provider.</summary>
    /// <param name="settings">The provider's settings.</param>
    /// <param name="clock">The run's clock: limits are full, and windows begin, when it is started.</param>
    /// <param name="seed">The seed of the latencies, and of the calls that a fault strikes.</param>
    /// <exception cref="ArgumentException">Some settings are wrong; the message lists every one with its value.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="settings"/> or <paramref name="clock"/> is null.</exception>
    public SimulatedProvider(ProviderSettings settings, RunClock clock, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(clock);
        RunRules.Check(settings);
        Settings = settings;
        Clock = clock;
        Dialect = WireDialect.Of(settings.Dialect, clock.Time);
        _gate = new(settings);
        _seed = seed;
    }

    /// <summary>The provider's settings.</summary>
    public ProviderSettings Settings { get; }

    /// <summary>Every request that reached it so far, in the order of arrival.</summary>
    public IReadOnlyList<ProviderVisit> Visits
    {
        get
        {
            lock (_lock)
                return [.. _visits];
        }
    }

    /// <summary>The most calls that were under way at once.</summary>
    public int PeakInFlight
    {
        get
        {
            lock (_lock)
                return _gate.PeakInFlight;
        }
    }

    internal RunClock Clock { get; }

    internal IWireDialect Dialect { get; }

    /// <summary>A client that calls it without a network.</summary>
    public IChatClient AsChatClient() => new SimulatedChatClient(this);

    /// <summary>How many requests ended in some way.</summary>
    /// <param name="end">The way.</param>
    public int Count(VisitEnd end)
    {
        lock (_lock)
            return _visits.Count(visit => visit.End == end);
    }

    /// <summary>
    /// The source of chance for one request, by its place in the order of arrival. The seed is drawn, since <see cref="Random"/> gives nearly the same numbers for
    /// consecutive seeds: a fault would then strike at regular intervals.
    /// </summary>
    internal Random NextRandom()
    {
        lock (_lock)
            return new((int)(new Chance(_seed, ++_requests).Next() * int.MaxValue));
    }

    /// <summary>Takes a request: refuses it, or admits and charges it.</summary>
    internal Reception Receive(ProviderRequest request, Random random)
    {
        lock (_lock)
        {
            TimeSpan now = Clock.Elapsed;
            Charge asked = Charge.AtAdmission(request, Settings.Charge);
            ProviderVisit visit = new(Settings.Name, request.Call, now) { Shard = _gate.Draw(random), AskedInputTokens = asked.InputTokens, AskedOutputTokens = asked.OutputTokens };
            _visits.Add(visit);
            string id = $"{_visits.Count:D8}";
            (VisitEnd end, ErrorReply? error) = Judge(request, visit, id, random);
            if (error is null)
                Correct(request, visit);
            Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
            Dialect.WriteHeaders(headers, id, end == VisitEnd.Unavailable ? [] : Told(now), Settings.Headers);
            if (error is null)
                return new(this, request, visit, id, headers, AnswerPlan.For(request, Settings, random, fault => Strikes(fault, request, visit, random)));
            visit.End = end;
            visit.EndedAt = now;
            return new(this, request, visit, id, headers, error);
        }
    }

    internal void Book(ProviderVisit visit, Charge charge)
    {
        lock (_lock)
        {
            visit.ChargedTokens += charge.Tokens;
            _gate.Take(visit.Shard, charge, Clock.Elapsed);
        }
    }

    internal void Ended(ProviderVisit visit, VisitEnd end)
    {
        lock (_lock)
        {
            visit.End = end;
            visit.EndedAt = Clock.Elapsed;
            _gate.Leave(visit.Shard);
        }
    }

    private (VisitEnd End, ErrorReply? Error) Judge(ProviderRequest request, ProviderVisit visit, string id, Random random)
    {
        foreach (Fault fault in Settings.Faults)
            if (FaultStrikes.IsAtTheDoor(fault.Kind) && Strikes(fault, request, visit, random))
                return RefusalReply.For(fault, Settings, Dialect, id);
        if (request.InputTokens > Settings.ContextWindow)
            return (VisitEnd.TooLong, Dialect.TooLong(request, id, Settings.ContextWindow.Value));
        return _gate.Enter(visit.Shard, Charge.AtAdmission(request, Settings.Charge), visit.At) is { } refusal
            ? (VisitEnd.RateLimited, RefusalReply.For(refusal, request, Settings, Dialect, id))
            : (VisitEnd.None, null);
    }

    private bool Strikes(Fault fault, ProviderRequest request, ProviderVisit visit, Random random)
    {
        if (!_strikes.Hits(fault, request, visit.At, random))
            return false;
        visit.Struck = fault.Kind;
        return true;
    }

    /// <summary>Replaces the estimate that was charged at admission by the prompt's true tokens.</summary>
    private void Correct(ProviderRequest request, ProviderVisit visit)
    {
        Book(visit, new(InputTokens: request.InputTokens - request.EstimatedInputTokens));
        visit.ChargedTokens += visit.AskedInputTokens + visit.AskedOutputTokens;
        visit.InputTokens = request.InputTokens;
    }

    private Standing[] Told(TimeSpan now) => Settings.Headers.Detail == HeaderDetail.None ? [] : _gate.Told(now);
}
