using CapacityRouting.Telemetry;
using CapacityRouting.Time;

namespace CapacityRouting.Capacity.Persistence;

/// <summary>Saves what is used of long limits while it changes, and goes on from what was saved.</summary>
/// <remarks>
/// Thread-safe. The source is called on threads of the pool, one call at a time, and never under the lock: a source that blocks, hangs or throws holds up
/// nobody but itself. Nothing is saved before a load has ended well, for it would replace what is not known yet by less.
/// </remarks>
internal sealed class UsagePersistence : IDisposable
{
    // What a crash may forget; a file that is replaced more often wears a disk for nothing.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // A little over five minutes.
    private const int LongestPause = 64;

    // Long enough for a disk that was asleep, and short enough for a host that counts the seconds to its end.
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

    /// <summary>The call of the source that is under way, or the last one. It never fails.</summary>
    internal Task Work
    {
        get
        {
            lock (_gate)
                return _work;
        }
    }

    /// <summary>What disposal has begun, whether or not it ended while disposal waited. It never fails.</summary>
    internal Task End { get; private set; } = Task.CompletedTask;

    /// <summary>Counts what was loaded, as far as it is not counted yet: again whenever limits changed, for a limit may be new.</summary>
    public void Resume()
    {
        lock (_gate)
            if (_isLoaded)
                CountLoaded();
    }

    /// <summary>Saves a last time, unless nothing was ever loaded, and waits for it a short time only.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
        }

        _timer.Dispose();

        // It is a thread that waits, and the time of threads is the machine's, whatever the router's is.
        End = FinishAsync();
        if (!End.Wait(Patience))
            _events.Tell(RoutingEvent.UsageLeftUnsaved(Patience));

        // What the source has registered for it runs on a thread of the pool, and throws there.
        _ = _stop.CancelAsync();
    }

    /// <summary>On a timer nobody is there to catch, and the user's <see cref="TimeProvider"/> may throw.</summary>
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
            // A shared quota outlives its routers, and one after this may have loaded the same.
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

    /// <summary>Within the lock: counting is not thread-safe, and what is counted of a load is not counted again.</summary>
    private void CountLoaded()
    {
        long now = _clock.Now;
        DateTimeOffset moment = _clock.Time.GetUtcNow();
        foreach (LongTermUsage quota in _quotas)
            quota.Resume(_loaded, moment, now);
    }

    /// <summary>Begins a save if anything changed. Within the lock.</summary>
    private Task Save()
    {
        // Before the usages: what is taken in between is saved now, and again.
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

    /// <summary>Whether this failure is to be told of: the first of a row is, and none that disposal has caused.</summary>
    private bool IsNewFailure()
    {
        lock (_gate)
        {
            bool isNew = !_isFailing && !_stop.IsCancellationRequested;
            _isFailing = true;
            return isNew;
        }
    }

    /// <summary>Whatever is under way first: a load that ends in time lets a short-lived process save what it used. What ends too late saves nothing: another router may have gone on.</summary>
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
