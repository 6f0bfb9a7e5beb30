using CapacityRouting.Abstractions;
using CapacityRouting.Capacity.Buckets;

namespace CapacityRouting.Capacity.Persistence;

/// <summary>The use of a quota's daily, monthly and money limits, kept over a restart. It is dated by the time of day, as ticks begin anew.</summary>
/// <remarks>Not thread-safe, but the quota that it reads is.</remarks>
internal sealed class LongTermUsage
{
    // Far from overflow, and more than any limit in practice.
    private const decimal MostUnits = 1_000_000_000_000_000_000;

    // Ticks are rounded up, take by take. Rounded up again, the sum would be one unit too many.
    private const double Rounding = 1e-6;

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
        QuotaMark mark = quota.Mark(now);
        foreach (RateLimit limit in quota.KeptLimits)
            PastOf(limit) = new() { Known = UsageOf(limit, quota.ArrivalAt(limit, now), moment, now), Corrections = mark[limit.Dimension].Corrections };
    }

    public Quota Quota => _quota;

    /// <summary>The reservations of its limits.</summary>
    public IEnumerable<Reservation> Reservations => _quota.KeptLimits.Select(limit => limit.Reservation!);

    /// <summary>A value that changes with every take and refund, but neither with time alone nor with <see cref="Resume"/>.</summary>
    public IEnumerable<long> Fingerprint(long now)
    {
        QuotaMark mark = _quota.Mark(now);
        return [.. _quota.KeptLimits.Select(limit => mark[limit.Dimension].Arrival - PastOf(limit).Moved)];
    }

    /// <summary>The use, and what is reserved ahead of it.</summary>
    /// <param name="keeper">The keeper, which takes each reservation back to what both the last save and this one hold.</param>
    /// <param name="moment">The time of day.</param>
    /// <param name="now">The same moment in ticks of the clock.</param>
    public IEnumerable<NotedUse> Reserve(IReservationKeeper keeper, DateTimeOffset moment, long now) => [.. _quota.KeptLimits.Select(limit => Reserve(limit, keeper, moment, now))];

    /// <summary>The use alone, for the last save.</summary>
    public IEnumerable<QuotaUsage> At(DateTimeOffset moment, long now) => _quota.KeptLimits.Select(limit => UsageOf(limit, _quota.ArrivalAt(limit, now), moment, now));

    /// <summary>Whether a usage is of a limit that may be kept.</summary>
    public static bool IsKept(QuotaUsage usage) => usage.Dimension >= CapacityDimension.RequestsPerDay;

    /// <summary>Whether a loaded usage is counted here, so that it is part of the next save.</summary>
    public bool Has(QuotaUsage usage) => _quota.KeptLimits.Any(limit => IsOf(limit, usage));

    /// <summary>Counts the earlier use, once for each limit. Usages of other quotas, or of past periods, have no effect.</summary>
    public void Resume(IReadOnlyList<QuotaUsage> loaded, DateTimeOffset moment, long now)
    {
        foreach (RateLimit limit in _quota.KeptLimits)
            if (!PastOf(limit).IsCounted)
                Count(limit, loaded, moment, now);
    }

    private static decimal AmountOf(RateLimit limit, double units) => limit.CountsMoney ? Money.ToCurrency((decimal)units) : Math.Ceiling((decimal)(units - Rounding));

    private static long UnitsOf(RateLimit limit, decimal amount) => limit.CountsMoney ? Money.ToUnits(amount) : (long)decimal.Clamp(Math.Ceiling(amount), 0, MostUnits);

    private ref Past PastOf(RateLimit limit) => ref _pasts[(int)limit.Dimension];

    private NotedUse Reserve(RateLimit limit, IReservationKeeper keeper, DateTimeOffset moment, long now)
    {
        Reservation reservation = limit.Reservation!;
        reservation.Hold(keeper);
        ReservedStep step = reservation.Next(limit, _quota.ArrivalAt(limit, now), now);
        reservation.Begin(keeper, step);

        // Read once more: takes up to the mark before may have gone on until now.
        long noted = Math.Max(_quota.ArrivalAt(limit, now), step.Mark);
        return new(UsageOf(limit, noted, moment, now), _quota, limit, step);
    }

    private QuotaUsage UsageOf(RateLimit limit, long arrival, DateTimeOffset moment, long now) =>
        new(_name, limit.Dimension, AmountOf(limit, limit.UnitsIn(arrival - limit.From(now))), DateOf(limit, moment, now));

    // A clock that is set back over midnight leaves the count in the later day, and its date too: else a restart after midnight would forget it.
    private static DateTimeOffset DateOf(RateLimit limit, DateTimeOffset moment, long now)
    {
        if (limit.Calendar is not { Calendar: var calendar })
            return moment;
        DateTimeOffset start = calendar.Dates.PeriodOf(calendar.At(now).EndsAt.AddTicks(-1)).Start;
        return start > moment ? start : moment;
    }

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
