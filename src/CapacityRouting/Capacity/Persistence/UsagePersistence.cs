using CapacityRouting.Atomics;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Telemetry;
using CapacityRouting.Time;

namespace CapacityRouting.Capacity.Persistence;

/// <summary>Notes the use of long limits in a source before it is spent, and resumes from what was noted.</summary>
/// <remarks>
/// Thread-safe. The source is called on the thread pool, one call at a time, and never under the lock. Nothing is saved before a load has succeeded: such a save would
/// replace an unknown use by a smaller one. A take that needs a note waits for it (<see cref="Reservation"/>), until the source has thrown or is late.
/// </remarks>
internal sealed class UsagePersistence : IReservationKeeper, IDisposable
{
    // How long a save may have more than was used and reserved, after calls gave back.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // In intervals: a little over five minutes.
    private const int LongestPause = 64;

    private readonly object _gate = new();
    private readonly IQuotaSource _source;
    private readonly UsageBook _book;
    private readonly SourceCalls _calls;
    private readonly RoutingEvents _events;
    private readonly ITimer _timer;
    private Task _work = Task.CompletedTask;
    private int _isRequested;
    private int _isDisposed;
    private int _pause = 1;
    private int _ticksToWait;
    private bool _isWorking;

    public UsagePersistence(IQuotaSource source, bool failsClosed, IEnumerable<(string Name, Quota Quota)> quotas, Clock clock, RoutingEvents events)
    {
        (_source, _events) = (source, events);
        _book = new(quotas, this, clock);
        _calls = new(clock, events, _book.Refresh);
        _calls.FailsClosed(failsClosed);
        _timer = SafeTimer.Create(clock, events, this, static self => self.Tick());
        _timer.Change(Interval, Interval);
        _book.Hold();
        lock (_gate)
            Start();
    }

    /// <inheritdoc/>
    public bool IsHolding => !IsDisposed && _calls.IsHolding;

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

    private bool IsDisposed => Atomic.VolatileRead(in _isDisposed) != 0;

    /// <inheritdoc/>
    public long ExpectedIn(long now) => _calls.ExpectedIn(now);

    /// <inheritdoc/>
    public void Request(Reservation reservation)
    {
        if (IsDisposed)
            reservation.Release(this);

        // A source that does not answer is called again at the next tick, and not by every take.
        else if (!_calls.IsFailing && Atomic.VolatileRead(in _isRequested) == 0 && Atomic.Exchange(ref _isRequested, 1) == 0)
            lock (_gate)
                Start();
    }

    /// <summary>Counts the loaded use that is not counted yet. Called again after every change of settings, as a limit may be new.</summary>
    /// <param name="failsClosed">The option, as it is now.</param>
    public void Resume(bool failsClosed)
    {
        _calls.FailsClosed(failsClosed);
        lock (_gate)
            _book.Resume();
        if (!IsDisposed)
            _book.Hold();
        _book.Refresh();
    }

    /// <summary>Saves a last time, unless no load succeeded, and waits for that only a short time.</summary>
    public void Dispose()
    {
        if (Atomic.Exchange(ref _isDisposed, 1) != 0)
            return;
        _timer.Dispose();
        _calls.Dispose();
        _book.Release();

        // Machine time, whatever the router's clock is: a real thread is blocked here.
        End = FinishAsync();
        if (!End.Wait(SourceCalls.Patience))
            _events.Tell(RoutingEvent.UsageLeftUnsaved(SourceCalls.Patience));
        _calls.Stop();
    }

    /// <summary>The timer callback. It catches everything, as no caller above a timer does, and the user's <see cref="TimeProvider"/> may throw.</summary>
    private void Tick()
    {
        try
        {
            lock (_gate)
                if (!_isWorking && !IsDisposed && (_book.IsLoaded ? _calls.IsFailing || _book.HasChanged : --_ticksToWait <= 0))
                    Start();
        }
        catch (Exception thrown)
        {
            _calls.Failed(RoutingEvent.UsageNotSaved(thrown));
        }
    }

    /// <summary>Begins to work, unless work is under way, which then goes on. Called under the lock.</summary>
    private void Start()
    {
        if (_isWorking)
            return;
        _isWorking = true;
        _work = Task.Run(WorkAsync);
    }

    private async Task WorkAsync()
    {
        bool isWell = _book.IsLoaded ? await SaveAsync().ConfigureAwait(false) : await LoadAsync().ConfigureAwait(false);
        while (GoesOn(isWell))
            isWell = await SaveAsync().ConfigureAwait(false);
    }

    /// <summary>Whether another save has been asked for. A request after this finds no work under way, and begins it.</summary>
    private bool GoesOn(bool isWell)
    {
        lock (_gate)
        {
            if (!isWell)
                Atomic.Exchange(ref _isRequested, 0);
            return _isWorking = !IsDisposed && Atomic.VolatileRead(in _isRequested) != 0;
        }
    }

    private async Task<bool> LoadAsync()
    {
        try
        {
            IReadOnlyList<QuotaUsage>? loaded = await _calls.CallAsync(_source.LoadAsync).ConfigureAwait(false);
            lock (_gate)
            {
                // A shared quota outlives its routers, and a later router may have loaded the same use.
                if (_calls.IsStopped)
                    return false;
                _book.Loaded([.. (loaded ?? throw new InvalidOperationException("The source gave null.")).Where(usage => usage is not null)]);
            }

            _calls.Succeeded();
            return true;
        }
        catch (Exception thrown)
        {
            lock (_gate)
            {
                _ticksToWait = _pause;
                _pause = Math.Min(2 * _pause, LongestPause);
            }

            _calls.Failed(RoutingEvent.UsageNotLoaded(thrown));
            return false;
        }
    }

    private async Task<bool> SaveAsync()
    {
        try
        {
            if (NextPage() is not { } page)
                return true;
            await _calls.CallAsync(token => SaveAsync(page.Usages, token)).ConfigureAwait(false);
            lock (_gate)
                _book.Saved(page);

            // Takes that found too little meanwhile look again, and ask again. Charges do not.
            Atomic.Exchange(ref _isRequested, Array.Exists(page.Noted, each => each.IsUsed) ? 1 : 0);
            _calls.Succeeded();
            return true;
        }
        catch (Exception thrown)
        {
            _calls.Failed(RoutingEvent.UsageNotSaved(thrown));
            return false;
        }
    }

    /// <summary>The next save; null where it would change nothing.</summary>
    private UsagePage? NextPage()
    {
        lock (_gate)
        {
            Atomic.Exchange(ref _isRequested, 0);
            if (IsDisposed)
                return null;
            UsagePage page = _book.Reserve();
            return _book.IsNews(page) || _book.HasChanged || _calls.IsFailing ? page : null;
        }
    }

    private async ValueTask<bool> SaveAsync(QuotaUsage[] usages, CancellationToken cancellationToken)
    {
        await _source.SaveAsync(usages, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Waits for the work in progress first: a load that ends in time lets a short-lived process save its use. Work that ends too late saves nothing: another router may have taken over.</summary>
    private async Task FinishAsync()
    {
        try
        {
            await Work.ConfigureAwait(false);
            QuotaUsage[]? last = null;
            lock (_gate)
                if (_book.IsLoaded && !_calls.IsStopped && (_book.IsAhead || _book.HasChanged))
                    last = _book.Last();
            if (last is not null)
                await Task.Run(() => SaveAsync(last, _calls.Token).AsTask()).ConfigureAwait(false);
        }
        catch (Exception thrown)
        {
            _calls.Failed(RoutingEvent.UsageNotSaved(thrown));
        }
    }
}
