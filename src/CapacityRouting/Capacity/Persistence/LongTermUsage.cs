using CapacityRouting.Abstractions;
using CapacityRouting.Capacity.Buckets;

namespace CapacityRouting.Capacity.Persistence;

/// <summary>The use of a quota's daily, monthly and money limits, kept over a restart. It is dated by the time of day, as ticks begin anew.</summary>
/// <remarks>Not thread-safe, but the quota that it reads is.</remarks>
internal sealed class LongTermUsage
{
    // Far from overflow, and more than any limit in practice.
    private const decimal MostUnits = 1_000_000_000_000_000_000;

    private readonly string _name;
    private readonly Quota _quota;
    private readonly Past[] _pasts = new Past[QuotaWords.Dimensions];

    /// <param name="name">The name in its usages.</param>
    /// <param name="quota">The quota.</param>
    /// <param name="moment">The time of day.</param>
    /// <param name="now">The same moment in ticks of the clock.</param>
    public LongTermUsage(string name, Quota quota, DateTimeOffset moment, long now)
    {
        (_name, _quota) = (name, quota);
        foreach (RateLimit limit in Limits)
            PastOf(limit) = new() { Known = UsageOf(limit, moment, now), Corrections = quota.Mark(now)[limit.Dimension].Corrections };
    }

    private IEnumerable<RateLimit> Limits => _quota.Limits.Where(limit => limit.Dimension >= CapacityDimension.RequestsPerDay);

    /// <summary>A value that changes with every take and refund, but neither with time alone nor with <see cref="Resume"/>.</summary>
    public IEnumerable<long> Fingerprint(long now)
    {
        QuotaMark mark = _quota.Mark(now);
        return [.. Limits.Select(limit => mark[limit.Dimension].Arrival - PastOf(limit).Moved)];
    }

    public IEnumerable<QuotaUsage> At(DateTimeOffset moment, long now) => Limits.Select(limit => UsageOf(limit, moment, now));

    /// <summary>Counts the earlier use, once for each limit. Usages of other quotas, or of past periods, have no effect.</summary>
    public void Resume(IReadOnlyList<QuotaUsage> loaded, DateTimeOffset moment, long now)
    {
        RateLimit[] limits = [.. Limits];
        foreach (RateLimit limit in limits.Where(limit => !PastOf(limit).IsCounted))
            Count(limit, loaded, moment, now);

        // A limit that is removed and comes back starts full, with none of this counted.
        for (int dimension = 0; dimension < _pasts.Length; dimension++)
            if (!Array.Exists(limits, limit => (int)limit.Dimension == dimension))
                _pasts[dimension] = _pasts[dimension] with { Known = null, IsCounted = false };
    }

    private static decimal AmountOf(RateLimit limit, double units) => limit.CountsMoney ? Money.ToCurrency((decimal)units) : Math.Ceiling((decimal)units);

    private static long UnitsOf(RateLimit limit, decimal amount) => limit.CountsMoney ? Money.ToUnits(amount) : (long)decimal.Clamp(Math.Ceiling(amount), 0, MostUnits);

    private ref Past PastOf(RateLimit limit) => ref _pasts[(int)limit.Dimension];

    private QuotaUsage UsageOf(RateLimit limit, DateTimeOffset moment, long now) =>
        new(_name, limit.Dimension, AmountOf(limit, _quota.Used(limit, now)), moment);

    private void Count(RateLimit limit, IReadOnlyList<QuotaUsage> loaded, DateTimeOffset moment, long now)
    {
        ref Past past = ref PastOf(limit);
        long used = loaded.Where(usage => IsOf(limit, usage)).Select(usage => TicksOf(limit, usage, moment)).DefaultIfEmpty().Max();
        long known = past.Known is null ? 0 : TicksOf(limit, past.Known, moment);
        if (used > 0)
            past.Moved += _quota.Resume(limit, new(limit, used, known, now), past.Corrections);
        past.Corrections = _quota.Mark(now)[limit.Dimension].Corrections;
        past.IsCounted = true;
    }

    private bool IsOf(RateLimit limit, QuotaUsage usage) =>
        usage.Dimension == limit.Dimension && string.Equals(usage.Quota, _name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The part of a usage that still counts: nothing of a past period, and of a refilling limit what has not flowed back.</summary>
    private long TicksOf(RateLimit limit, QuotaUsage usage, DateTimeOffset moment)
    {
        long used = Math.Min(limit.CostOf(UnitsOf(limit, usage.Used)), 2 * limit.ToleranceTicks);
        if (limit.Calendar is { } calendar)
            return usage.At >= calendar.Calendar.Dates.PeriodOf(moment).Start ? used : 0;
        return Math.Max(0, used - _quota.Clock.ToTicks(moment > usage.At ? moment - usage.At : TimeSpan.Zero));
    }

    /// <summary>The earlier use of one limit.</summary>
    private record struct Past
    {
        /// <summary>The quota's own count when this object was made; null where the limit came later, and started full.</summary>
        public QuotaUsage? Known { get; init; }

        public uint Corrections { get; set; }

        /// <summary>The ticks by which resuming moved the arrival time.</summary>
        public long Moved { get; set; }

        public bool IsCounted { get; set; }
    }
}
