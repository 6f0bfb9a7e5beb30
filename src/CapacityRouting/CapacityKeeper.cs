using CapacityRouting.Capacity;
using CapacityRouting.Diagnostics;
using CapacityRouting.Routing;

namespace CapacityRouting;

/// <summary>Saves what is used of long limits while it changes, and goes on from what was saved. A store that fails disturbs nobody.</summary>
internal sealed class CapacityKeeper : IDisposable
{
    // What a crash may forget; a file that is replaced more often wears a disk for nothing.
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(5);

    private readonly object _gate = new();
    private readonly ICapacityStore _store;
    private readonly LongLevels[] _quotas;
    private readonly Clock _clock;
    private readonly RoutingEvents _events;
    private readonly IReadOnlyList<StoredLevel> _loaded;
    private readonly ITimer _timer;
    private long[] _saved;
    private bool _isFailing;

    public CapacityKeeper(ICapacityStore store, Route[] routes, Clock clock, RoutingEvents events)
    {
        _store = store;
        _quotas =
        [
            .. routes.Where(route => route.OwnsQuota).Select(route => new LongLevels($"Routes:{route.Name}", route.Quota)),
            .. routes.Where(route => route.QuotaName is not null).DistinctBy(SharedBy).Select(route => new LongLevels($"Quotas:{route.QuotaName}", SharedBy(route))),
        ];
        _clock = clock;
        _events = events;
        _loaded = Load();
        Resume();
        _saved = Fingerprint();
        _timer = SafeTimer.Create(clock, events, this, static keeper => keeper.Save());
        _timer.Change(SaveEvery, SaveEvery);
    }

    /// <summary>Goes on from what was loaded, as far as it is not counted yet: again whenever limits changed, for a limit may be new.</summary>
    public void Resume()
    {
        long now = _clock.Now;
        DateTimeOffset moment = _clock.Provider.GetUtcNow();
        foreach (StoredLevel level in _loaded)
            foreach (LongLevels quota in _quotas)
                quota.Resume(level, moment, now);
    }

    public void Dispose()
    {
        _timer.Dispose();
        Save();
    }

    private static Quota SharedBy(Route route) => route.Quota.Within ?? route.Quota;

    private IReadOnlyList<StoredLevel> Load()
    {
        try
        {
            return [.. _store.Load().Where(level => level is not null)];
        }
        catch (Exception thrown)
        {
            _events.Tell(RoutingEvent.LevelsNotLoaded(thrown));
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
                _events.Tell(RoutingEvent.LevelsNotSaved(thrown));
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
