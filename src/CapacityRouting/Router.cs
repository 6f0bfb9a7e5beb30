using CapacityRouting.Atomics;
using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Persistence;
using CapacityRouting.Chat;
using CapacityRouting.Chat.Affinity;
using CapacityRouting.Chat.Continuation;
using CapacityRouting.Chat.Streaming;
using CapacityRouting.Health;
using CapacityRouting.Pipeline;
using CapacityRouting.Queueing;
using CapacityRouting.Routing;
using CapacityRouting.Settings;
using CapacityRouting.Telemetry;
using CapacityRouting.Time;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace CapacityRouting;

/// <summary>The parts of one router, made from settings that have been checked.</summary>
internal sealed class Router : IAnswerSource
{
    // The spread of backoff differs between the clients of a process, and is the same for every run of a program.
    private static long _routers;

    private readonly RouteTable _table;
    private readonly Clock _clock;
    private readonly IChatClient[] _owned;
    private readonly CapacityRoutingOptions _options;
    private readonly StateOwners _owners;
    private readonly AdmissionQueue _queue;
    private readonly CallPipeline _pipeline;
    private int _disposed;

    private Router(ModelRoute[] settings, CapacityRoutingOptions options, TimeProvider time, ILoggerFactory? loggerFactory, IRouteSelector? selector)
    {
        _owned = [.. settings.Where(route => !route.LeaveOpen).Select(route => route.Client).Distinct(ReferenceEqualityComparer.Instance).Cast<IChatClient>()];
        _options = options.Clone();
        _clock = new(time);
        Events = RoutingLog.ListeningFor(loggerFactory);
        Jitter jitter = new(options.RandomSeed ?? Atomic.Add(ref _routers, 1));
        _table = new(
            [.. settings.Select((route, index) => RouteOf(route, index, jitter, isAlone: settings.Length == 1))],
            new(_options, settings.Length, _clock, selector));
        _owners = new([.. settings.Select(route => route.Name)], [.. settings.Select(route => route.StateGroup)], _options, _clock);
        Routes = new(_table, [.. settings.Select(route => route.Client)], _owners, new(_options.FailureClassifier, _options.ExceptionReaders, _clock.Time, Events));
        Routes.Change(settings, _options);
        AdmissionControl admissions = new(_table);
        _queue = new(_table, _clock, Events);
        AttemptServices services = new(_clock, Events) { Impatience = new(admissions, _queue) };
        Retries retries = new(_table, _queue, new(options.RetryBudget, _clock), new(_clock, jitter));
        _pipeline = new(_table, admissions, _queue, retries, services);
        Monitor = new(Routes, new(_table, admissions, _queue, _clock), _clock);
        Persistence = _options.QuotaSource is { } source ? new(source, options.QuotaSourceFailClosed, _table.Quotas, _clock, Events) : null;
    }

    public ChatRoutes Routes { get; }

    public RoutingEvents Events { get; }

    public RoutingPolicy Policy => _table.Policy;

    public CapacityMonitor Monitor { get; }

    /// <summary>Keeps the use of long limits over a restart; null without a source.</summary>
    public UsagePersistence? Persistence { get; }

    /// <summary>Applies changes of the configuration; ends with the router.</summary>
    public IDisposable? Watch { get; set; }

    public static Router Of(ModelRoute[] routes, CapacityRoutingOptions options, TimeProvider time, ILoggerFactory? loggerFactory, IRouteSelector? selector)
    {
        SettingErrors errors = new();
        CapacityRoutingOptions.Table.Check(options, string.Empty, errors);
        if (Array.Exists(routes, route => route is null))
            errors.Add("Routes", "a route is null.");
        ModelRoute[] given = [.. routes.Where(route => route is not null)];
        SettingRules.CheckNames([.. given.Select(route => route.Name)], errors);
        foreach (ModelRoute route in given)
            SettingRules.Check(route, $"Routes:{route.Name}", errors);
        errors.ThrowIfAny(nameof(routes));
        return new(given, options, time, loggerFactory, selector);
    }

    public ChatDemand DemandOf(IEnumerable<ChatMessage> messages, ChatOptions? options, RestOfAnswer? rest = null) => ChatDemand.Of(messages, options, Routes, rest);

    /// <summary>A call for a whole response. The result is the client's own task.</summary>
    public ValueTask<Task<ChatResponse>> RespondAsync(ChatDemand demand, RoutingReport report, CancellationToken caller) =>
        _pipeline.RunAsync(new ResponseCall(demand, Routes, report, caller));

    /// <inheritdoc/>
    public ValueTask<AttemptStream> StreamAsync(ChatDemand demand, RoutingReport report, CancellationToken caller) =>
        _pipeline.RunAsync(new StreamCall(demand, Routes, report, caller));

    /// <summary>Whether a request with a broken answer may go on to another route.</summary>
    public bool MayResume(in RequestBudget budget) => _pipeline.MayResume(budget);

    /// <summary>The rest of a broken answer.</summary>
    public ValueTask<AttemptStream> ResumeAsync(ChatDemand demand, ContinuedRequest rest, in RequestBudget budget, RoutingReport report, CancellationToken caller)
    {
        StreamCall call = new(demand, Routes, report, caller, rest);
        call.Budget = budget;
        return _pipeline.ResumeAsync(call);
    }

    public Route? Find(string? name) =>
        Array.Find(_table.Routes, route => string.Equals(route.Name, name, StringComparison.Ordinal));

    /// <summary>Puts changed settings in force: policy, traits and limits. Levels, cooldowns and circuits go on as they are.</summary>
    public void Apply(RoutingSettings changed)
    {
        long now = _clock.Now;
        _table.Change(new RoutingPolicy(changed.Options, _table.Routes.Length, _clock, Policy.Selector));
        _owners.Change([.. changed.Routes.Select(route => route.StateGroup)], changed.Options);
        Routes.Change(changed.Routes, changed.Options);
        foreach ((CapacityQuota quota, CapacityLimits limits) in changed.QuotaLimits)
            quota.Change(limits, now);
        foreach ((Route route, ModelRoute settings) in _table.Routes.Zip(changed.Routes))
        {
            route.Change(new RouteTraits(settings, ProfileOf(settings, Routes.ClientOf(route)), changed.Options, _clock));
            if (route.OwnsQuota)
                route.Quota.Reconfigure(settings.Limits ?? new(), now);
        }

        // Last, since the policy and the routes decide for how long and for what a request waits.
        _queue.Reconsider();
        Persistence?.Resume(changed.Options.QuotaSourceFailClosed);
    }

    /// <inheritdoc/>
    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Atomic.VolatileRead(in _disposed) != 0, typeof(CapacityAwareChatClient));

    /// <summary>Ends all waits, saves what is to be kept, and disposes the clients. Only the first disposal has an effect.</summary>
    /// <param name="leaveOpen">True to leave all clients alone.</param>
    public void Dispose(bool leaveOpen)
    {
        if (Atomic.Exchange(ref _disposed, 1) != 0)
            return;
        Watch?.Dispose();
        _queue.Close();
        Persistence?.Dispose();
        if (leaveOpen)
            return;
        foreach (IChatClient client in _owned)
            client.Dispose();
    }

    private static ProviderProfile ProfileOf(RouteSettings settings, IChatClient client)
    {
        try
        {
            if (settings.Profile is { } set)
                return set;
            ChatClientMetadata? metadata = client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata;
            return ProviderProfile.For(metadata?.ProviderUri, metadata?.ProviderName);
        }
        catch (Exception)
        {
            // A client without metadata may still answer.
            return ProviderProfile.Generic;
        }
    }

    private Route RouteOf(ModelRoute settings, int index, Jitter jitter, bool isAlone)
    {
        ProviderProfile profile = ProfileOf(settings, settings.Client);
        BurstDefaults bursts = new(profile.RequestBurst, profile.TokenBurst, profile.Limiter is LimiterKind.FixedWindow or LimiterKind.SlidingWindow)
        {
            Resets = new(profile.DailyReset, profile.TimeZone),
            AreAssumed = profile is { Limiter: LimiterKind.Unknown, HasDefaultBursts: true },
        };
        Quota? shared = settings.Quota?.Attach(_clock, jitter, bursts);
        Quota quota = shared is not null && settings.Limits is null ? shared : new(settings.Limits ?? new(), _clock, jitter, bursts, shared);
        RouteHealth health = new(settings.CircuitBreaker ?? _options.CircuitBreaker, _clock, jitter, isAlone);
        return new(index, settings.Name, quota, health, new(settings, profile, _options, _clock))
        {
            QuotaName = settings.Quota?.Name,
            Estimates = new(index, settings.Name, Events),
            Pace = new(_clock, settings.Name, Events),
        };
    }
}
