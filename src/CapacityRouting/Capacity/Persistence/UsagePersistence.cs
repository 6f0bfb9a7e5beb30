using CapacityRouting.Telemetry;
using CapacityRouting.Time;

namespace CapacityRouting.Capacity.Persistence;

/// <summary>Saves the use of long limits while it changes, and resumes from what was saved.</summary>
/// <remarks>
/// Thread-safe. The source is called on the thread pool, one call at a time, and never under the lock. A source that blocks, hangs or throws delays
/// only itself. Nothing is saved before a load has succeeded: such a save would replace an unknown use by a smaller one.
/// </remarks>
internal sealed class UsagePersistence : IDisposable
{
    // The use that a crash may lose. Replacing a file more often wears a disk for nothing.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // In intervals: a little over five minutes.
    private const int LongestPause = 64;

    // Long enough for a disk that was asleep, and short enough for a host with a shutdown timeout.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly object _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly IQuotaSource _source;
    private readonly LongTermUsage[] _quotas;
    private readonly Clock _clock;
    private readonly RoutingEvents _events;
    private readonly ITimer _timer;
    private IReadOnlyList<QuotaUsage> _loaded = [];
    private long[] _saved;
    private Task _work;
    private int _pause = 1;
    private int _ticksToWait;
    private bool _isLoaded;
    private bool _isFailing;
    private bool _isDisposed;

    public UsagePersistence(IQuotaSource source, IEnumerable<(string Name, Quota Quota)> quotas, Clock clock, RoutingEvents events)
    {
        (_source, _clock, _events) = (source, clock, events);
        DateTimeOffset moment = clock.Time.GetUtcNow();
        long now = clock.Now;
        _quotas = [.. quotas.Select(known => new LongTermUsage(known.Name, known.Quota, moment, now))];
        _saved = Fingerprint();
        _work = Task.Run(LoadAsync);
        _timer = SafeTimer.Create(clock, events, this, static self => self.Tick());
        _timer.Change(Interval, Interval);
    }

    /// <summary>The source's call in progress, or the last one. It never fails.</summary>
    internal Task Work
    {
        get
        {
            lock (_gate)
                return _work;
        }
    }

    /// <summary>The work that disposal has begun, whether or not it ended while disposal waited. It never fails.</summary>
    internal Task End { get; private set; } = Task.CompletedTask;

    /// <summary>Counts the loaded use that is not counted yet. Called again after every change of limits, as a limit may be new.</summary>
    public void Resume()
    {
        lock (_gate)
            if (_isLoaded)
                CountLoaded();
    }

    /// <summary>Saves a last time, unless no load succeeded, and waits for that only a short time.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
        }

        _timer.Dispose();

        // Machine time, whatever the router's clock is: a real thread is blocked here.
        End = FinishAsync();
        if (!End.Wait(Patience))
            _events.Tell(RoutingEvent.UsageLeftUnsaved(Patience));

        // Asynchronously, so that callbacks that the source registered run on the thread pool, and throw there.
        _ = _stop.CancelAsync();
    }

    /// <summary>The timer callback. It catches everything, as no caller above a timer does, and the user's <see cref="TimeProvider"/> may throw.</summary>
    private void Tick()
    {
        try
        {
            lock (_gate)
                if (!_isDisposed && _work.IsCompleted)
                    _work = NextWork();
        }
        catch (Exception thrown)
        {
            SaveFailed(thrown);
        }
    }

    private Task NextWork()
    {
        if (_isLoaded)
            return Save();
        return --_ticksToWait > 0 ? _work : Task.Run(LoadAsync);
    }

    private async Task LoadAsync()
    {
        try
        {
            IReadOnlyList<QuotaUsage>? loaded = await _source.LoadAsync(_stop.Token).ConfigureAwait(false);
            Loaded([.. (loaded ?? throw new InvalidOperationException("The source gave null.")).Where(usage => usage is not null)]);
        }
        catch (Exception thrown)
        {
            LoadFailed(thrown);
        }
    }

    private void Loaded(IReadOnlyList<QuotaUsage> loaded)
    {
        lock (_gate)
        {
            // A shared quota outlives its routers, and a later router may have loaded the same use.
            if (_stop.IsCancellationRequested)
                return;
            _loaded = loaded;
            CountLoaded();
            (_isLoaded, _isFailing) = (true, false);
        }
    }

    private void LoadFailed(Exception thrown)
    {
        lock (_gate)
        {
            _ticksToWait = _pause;
            _pause = Math.Min(2 * _pause, LongestPause);
        }

        if (IsNewFailure())
            _events.Tell(RoutingEvent.UsageNotLoaded(thrown));
    }

    /// <summary>Called under the lock: counting is not thread-safe, and a load must not be counted twice.</summary>
    private void CountLoaded()
    {
        long now = _clock.Now;
        DateTimeOffset moment = _clock.Time.GetUtcNow();
        foreach (LongTermUsage quota in _quotas)
            quota.Resume(_loaded, moment, now);
    }

    /// <summary>Begins a save if the use has changed. Called under the lock.</summary>
    private Task Save()
    {
        // Before the usages are read: a take in between is saved now, and once more.
        long[] current = Fingerprint();
        if (current.AsSpan().SequenceEqual(_saved))
            return Task.CompletedTask;
        long now = _clock.Now;
        DateTimeOffset moment = _clock.Time.GetUtcNow();
        QuotaUsage[] usages = [.. _quotas.SelectMany(quota => quota.At(moment, now))];
        return Task.Run(() => SaveAsync(usages, current));
    }

    private async Task SaveAsync(QuotaUsage[] usages, long[] fingerprint)
    {
        try
        {
            await _source.SaveAsync(usages, _stop.Token).ConfigureAwait(false);
            lock (_gate)
                (_saved, _isFailing) = (fingerprint, false);
        }
        catch (Exception thrown)
        {
            SaveFailed(thrown);
        }
    }

    private void SaveFailed(Exception thrown)
    {
        if (IsNewFailure())
            _events.Tell(RoutingEvent.UsageNotSaved(thrown));
    }

    /// <summary>Whether to report this failure: only the first of a series, and none that disposal has caused.</summary>
    private bool IsNewFailure()
    {
        lock (_gate)
        {
            bool isNew = !_isFailing && !_stop.IsCancellationRequested;
            _isFailing = true;
            return isNew;
        }
    }

    /// <summary>Waits for the work in progress first: a load that ends in time lets a short-lived process save its use. Work that ends too late saves nothing: another router may have taken over.</summary>
    private async Task FinishAsync()
    {
        try
        {
            await Work.ConfigureAwait(false);
            lock (_gate)
                if (_isLoaded && !_stop.IsCancellationRequested)
                    _work = Save();
            await Work.ConfigureAwait(false);
        }
        catch (Exception thrown)
        {
            SaveFailed(thrown);
        }
    }

    private long[] Fingerprint()
    {
        long now = _clock.Now;
        return [.. _quotas.SelectMany(quota => quota.Fingerprint(now))];
    }
}
