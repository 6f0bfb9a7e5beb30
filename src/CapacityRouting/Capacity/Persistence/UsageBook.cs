using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Time;

namespace CapacityRouting.Capacity.Persistence;

/// <summary>The use of all quotas of a router: what was loaded, what is saved next, and what was saved last.</summary>
/// <remarks>Not thread-safe, except <see cref="Hold"/>, <see cref="Release"/> and <see cref="Refresh"/>: the rest is used under the lock of its owner.</remarks>
internal sealed class UsageBook
{
    // The use of a limit that is not there is carried on until its month is over: it may come back with the next edit of the settings.
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(31);

    private readonly LongTermUsage[] _quotas;
    private readonly IReservationKeeper _keeper;
    private readonly Clock _clock;
    private IReadOnlyList<QuotaUsage> _loaded = [];
    private NotedUse[] _noted = [];
    private long[] _saved;

    public UsageBook(IEnumerable<(string Name, Quota Quota)> quotas, IReservationKeeper keeper, Clock clock)
    {
        (_keeper, _clock) = (keeper, clock);
        DateTimeOffset moment = clock.Time.GetUtcNow();
        long now = clock.Now;
        _quotas = [.. quotas.Select(known => new LongTermUsage(known.Name, known.Quota, moment, now))];
        _saved = Fingerprint();
    }

    public bool IsLoaded { get; private set; }

    /// <summary>Whether something was taken or given back since the last save.</summary>
    public bool HasChanged => !Fingerprint().AsSpan().SequenceEqual(_saved);

    /// <summary>Whether the last save has more than was used.</summary>
    public bool IsAhead { get; private set; }

    private IEnumerable<Reservation> Reservations => _quotas.SelectMany(quota => quota.Reservations);

    public void Loaded(IReadOnlyList<QuotaUsage> loaded)
    {
        (_loaded, IsLoaded) = (loaded, true);
        Resume();
    }

    /// <summary>Counts the loaded use that is not counted yet.</summary>
    public void Resume()
    {
        if (!IsLoaded)
            return;
        long now = _clock.Now;
        DateTimeOffset moment = _clock.Time.GetUtcNow();
        foreach (LongTermUsage quota in _quotas)
            quota.Resume(_loaded, moment, now);
    }

    /// <summary>The next save, with a step reserved ahead of the use.</summary>
    public UsagePage Reserve()
    {
        // Before the usages are read: a take in between is saved now, and once more.
        long[] fingerprint = Fingerprint();
        long now = _clock.Now;
        DateTimeOffset moment = _clock.Time.GetUtcNow();
        NotedUse[] noted = [.. _quotas.SelectMany(quota => quota.Reserve(_keeper, moment, now))];
        IsAhead |= Array.Exists(noted, each => each.IsAhead);
        return new([.. noted.Select(each => each.Usage), .. Others(moment)], noted, fingerprint);
    }

    /// <summary>Whether a save has other steps than the last one.</summary>
    public bool IsNews(UsagePage page) => !page.Noted.Select(each => (each.Limit.Reservation, each.Step)).SequenceEqual(_noted.Select(each => (each.Limit.Reservation, each.Step)));

    /// <summary>Puts in force what a save has noted.</summary>
    public void Saved(UsagePage page)
    {
        (_saved, _noted) = (page.Fingerprint, page.Noted);
        IsAhead = Array.Exists(page.Noted, each => each.IsAhead);
        foreach (NotedUse each in page.Noted)
            each.Limit.Reservation!.End(_keeper, each.Step);
    }

    /// <summary>The last save: the use alone.</summary>
    public QuotaUsage[] Last()
    {
        long now = _clock.Now;
        DateTimeOffset moment = _clock.Time.GetUtcNow();
        return [.. _quotas.SelectMany(quota => quota.At(moment, now)), .. Others(moment)];
    }

    public void Hold()
    {
        foreach (Reservation reservation in Reservations)
            reservation.Hold(_keeper);
    }

    public void Release()
    {
        foreach (Reservation reservation in Reservations)
            reservation.Release(_keeper);
    }

    /// <summary>Applies whether takes wait for notes, and lets the waiters look again.</summary>
    public void Refresh()
    {
        foreach (Reservation reservation in Reservations)
            reservation.Refresh();

        // On another thread: in injected time waiters go on at once, and one that disposes the router waits for the thread that called this.
        _ = Task.Run(NotifyReleased);
    }

    private void NotifyReleased()
    {
        foreach (LongTermUsage quota in _quotas)
            quota.Quota.NotifyReleased();
    }

    private IEnumerable<QuotaUsage> Others(DateTimeOffset moment) =>
        _loaded.Where(usage => LongTermUsage.IsKept(usage) && moment - usage.At <= LongestPeriod && !Array.Exists(_quotas, quota => quota.Has(usage)));

    private long[] Fingerprint()
    {
        long now = _clock.Now;
        return [.. _quotas.SelectMany(quota => quota.Fingerprint(now))];
    }
}

/// <summary>One save. Immutable.</summary>
/// <param name="Usages">What is saved.</param>
/// <param name="Noted">The same, with the step that each limit may spend once it is saved.</param>
/// <param name="Fingerprint">The state that it has.</param>
internal sealed record UsagePage(QuotaUsage[] Usages, NotedUse[] Noted, long[] Fingerprint);
