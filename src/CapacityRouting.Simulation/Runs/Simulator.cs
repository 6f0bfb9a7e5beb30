using Microsoft.Extensions.AI;

namespace CapacityRouting.Simulation;

/// <summary>Runs a workload through a router to simulated providers, and records all events.</summary>
/// <remarks>Thread-safe: runs share nothing. A run in virtual time has one thread.</remarks>
public static class Simulator
{
    /// <summary>Runs it in virtual time: an hour takes seconds, and the same settings give the same result to the last byte.</summary>
    /// <param name="settings">The run.</param>
    /// <param name="progress">Hears, now and then, how much of the run's time has passed; on another thread. Null for none.</param>
    /// <exception cref="ArgumentException">Some settings are wrong; the message lists every one with its value.</exception>
    /// <exception cref="InvalidOperationException">The router, or a client, left the simulation's one thread; or it waits for an event that never comes.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="settings"/> is null.</exception>
    public static RunResult Run(RunSettings settings, IProgress<TimeSpan>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        RunRules.Check(settings);
        VirtualTime time = new();
        RunClock clock = new(time);
        IReadOnlyList<SimulatedProvider> providers = ProvidersOf(settings, clock);
        RunResult? result = null;
        time.Run(async () => result = await RunAsync(settings, clock, providers, [.. providers.Select(provider => provider.AsChatClient())], progress).ConfigureAwait(false));
        return result!;
    }

    /// <summary>Makes the providers of a run, each with its own part of the run's chance: the same in virtual time and in any other.</summary>
    /// <param name="settings">The run.</param>
    /// <param name="clock">Its clock.</param>
    /// <exception cref="ArgumentException">Some settings are wrong; the message lists every one with its value.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="settings"/> or <paramref name="clock"/> is null.</exception>
    public static IReadOnlyList<SimulatedProvider> ProvidersOf(RunSettings settings, RunClock clock)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(clock);
        return [.. settings.Providers.Select((provider, i) => new SimulatedProvider(provider, clock, Seeds.ForProvider(settings.Seed, i)))];
    }

    /// <summary>Runs it in any time, with clients that reach the providers in any way: over HTTP, for example.</summary>
    /// <param name="settings">The run.</param>
    /// <param name="clock">Its clock, which is started here.</param>
    /// <param name="providers">The providers of the settings, in their order, on the same clock, and new: what reached them before would count (<see cref="ProvidersOf"/>).</param>
    /// <param name="clients">A client for each of them.</param>
    /// <param name="progress">Hears, now and then, how much of the run's time has passed. Null for none.</param>
    /// <exception cref="ArgumentException">Some settings are wrong; the message lists every one with its value. Or there are not as many providers and clients as in the settings.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="settings"/>, <paramref name="clock"/>, <paramref name="providers"/> or <paramref name="clients"/> is null.</exception>
    public static async Task<RunResult> RunAsync(
        RunSettings settings, RunClock clock, IReadOnlyList<SimulatedProvider> providers, IReadOnlyList<IChatClient> clients, IProgress<TimeSpan>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(providers);
        ArgumentNullException.ThrowIfNull(clients);
        RunRules.Check(settings);
        if (providers.Count != settings.Providers.Count || clients.Count != providers.Count)
            throw new ArgumentException($"The settings have {settings.Providers.Count} providers, but there are {providers.Count}, and {clients.Count} clients.", nameof(providers));
        using IChatClient router = settings.Router(new(clock, clients, settings.Providers, settings.Patience, Seeds.ForRouter(settings.Seed)));
        CallRecord[] calls = [.. Drawn(settings)];
        RunSampler sampler = new(router, clock, settings, progress);
        clock.Start();
        Task sampling = sampler.RunAsync();
        await new CallSender(router, clock, settings).SendAllAsync(calls).ConfigureAwait(false);
        sampler.Stop();
        if (sampling.IsFaulted)
            await sampling.ConfigureAwait(false);
        ProviderVisit[] visits = [.. providers.SelectMany(provider => provider.Visits).OrderBy(visit => visit.At)];
        foreach (ProviderVisit visit in visits.Where(visit => visit.End == VisitEnd.Answered && visit.Call >= 0))
            Credit(calls[visit.Call], visit);
        return new(settings.Workload, settings.Providers, calls, visits, sampler.Samples, settings.Patience);
    }

    private static void Credit(CallRecord call, ProviderVisit visit)
    {
        if (call.Outcome != CallOutcome.Served)
            return;
        call.ServedBy = visit.Provider;
        call.AddedWait = visit.At - call.SentAt;
    }

    private static IEnumerable<CallRecord> Drawn(RunSettings settings)
    {
        Random random = new(Seeds.ForStreams(settings.Seed));
        for (int i = 0; i < settings.Workload.Calls.Count; i++)
            yield return new(i, settings.Workload.Calls[i], random.NextDouble() < settings.StreamShare);
    }
}
