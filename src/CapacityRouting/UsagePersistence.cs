using CapacityRouting.Capacity;
using CapacityRouting.Diagnostics;
using CapacityRouting.Routing;
using Microsoft.Extensions.Logging;

namespace CapacityRouting;

/// <summary>Saves what is used of long limits while it changes, and goes on from what was saved. A store that fails disturbs nobody.</summary>
internal sealed class UsagePersistence : IDisposable
{
    // What a crash may forget; a file that is replaced more often wears a disk for nothing.
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(5);

    private readonly object _gate = new();
    private readonly IQuotaSource _store;
    private readonly LongTermUsage[] _quotas;
    private readonly Clock _clock;
    private readonly ILogger _log;
    private readonly IReadOnlyList<QuotaUsage> _loaded;
    private readonly ITimer _timer;
    private long[] _saved;
    private bool _isFailing;

    public UsagePersistence(IQuotaSource store, Route[] routes, Clock clock, ILogger log)
    {
        _store = store;
        _quotas =
        [
            .. routes.Where(route => route.OwnsQuota).Select(route => new LongTermUsage($"Routes:{route.Name}", route.Quota)),
            .. routes.Where(route => route.QuotaName is not null).DistinctBy(SharedBy).Select(route => new LongTermUsage($"Quotas:{route.QuotaName}", SharedBy(route))),
        ];
        _clock = clock;
        _log = log;
        _loaded = Load();
        Resume();
        _saved = Fingerprint();
        _timer = clock.Provider.CreateTimer(_ => Save(), null, SaveEvery, SaveEvery);
    }

    /// <summary>Goes on from what was loaded, as far as it is not counted yet: again whenever limits changed, for a limit may be new.</summary>
    public void Resume()
    {
        long now = _clock.Now;
        DateTimeOffset moment = _clock.Provider.GetUtcNow();
        foreach (QuotaUsage level in _loaded)
            foreach (LongTermUsage quota in _quotas)
                quota.Resume(level, moment, now);
    }

    public void Dispose()
    {
        _timer.Dispose();
        Save();
    }

    private static Quota SharedBy(Route route) => route.Quota.Within ?? route.Quota;

    private IReadOnlyList<QuotaUsage> Load()
    {
        try
        {
            return [.. _store.Load().Where(level => level is not null)];
        }
        catch (Exception thrown)
        {
            Log.LevelsNotLoaded(_log, thrown.GetType().Name);
            return [];
        }
    }

    private void Save()
    {
        lock (_gate)
        {
            long[] current = Fingerprint();
            if (current.AsSpan().SequenceEqual(_saved) || !TrySave())
                return;
            _saved = current;
        }
    }

    private bool TrySave()
    {
        long now = _clock.Now;
        DateTimeOffset moment = _clock.Provider.GetUtcNow();
        try
        {
            _store.Save([.. _quotas.SelectMany(quota => quota.At(moment, now))]);
            _isFailing = false;
        }
        catch (Exception thrown)
        {
            if (!_isFailing)
                Log.LevelsNotSaved(_log, thrown.GetType().Name);
            _isFailing = true;
        }

        return !_isFailing;
    }

    private long[] Fingerprint()
    {
        long now = _clock.Now;
        return [.. _quotas.SelectMany(quota => quota.Fingerprint(now))];
    }
}
