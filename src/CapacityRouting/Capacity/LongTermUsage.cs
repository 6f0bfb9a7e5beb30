namespace CapacityRouting.Capacity;

/// <summary>What is used of a quota's limits of days, months and money, to be kept over a restart: by the time of day, since ticks begin anew.</summary>
internal sealed class LongTermUsage(string name, Quota quota)
{
    // Far from the end of a word, and more than any limit that is meant.
    private const decimal MostUnits = 1_000_000_000_000_000_000;

    private IEnumerable<RateLimit> Limits => quota.Limits.Where(limit => limit.Dimension >= CapacityDimension.RequestsPerDay);

    /// <summary>Something that changes when anything is taken or given back, and not by time alone.</summary>
    public IEnumerable<long> Fingerprint(long now)
    {
        QuotaMark mark = quota.Mark(now);
        return [.. Limits.Select(limit => mark[limit.Dimension].Arrival)];
    }

    public IEnumerable<QuotaUsage> At(DateTimeOffset moment, long now) =>
        Limits.Select(limit => new QuotaUsage(name, limit.Dimension, AmountOf(limit, quota.Used(limit, now)), moment));

    /// <summary>Goes on from a stored level of this quota; one of another, or of a period that is over, has no effect.</summary>
    public void Resume(QuotaUsage stored, DateTimeOffset moment, long now)
    {
        if (!string.Equals(stored.Quota, name, StringComparison.OrdinalIgnoreCase) || Limits.FirstOrDefault(known => known.Dimension == stored.Dimension) is not { } limit)
            return;
        long used = UnitsOf(limit, stored.Used);
        if (limit.Calendar is null)
            quota.Resume(limit, used, quota.Clock.ToTicks(moment > stored.At ? moment - stored.At : TimeSpan.Zero), now);
        else if (stored.At >= limit.Calendar.Calendar.Dates.PeriodOf(moment).Start)
            quota.Resume(limit, used, flowedBack: 0, now);
    }

    private static decimal AmountOf(RateLimit limit, double units) => limit.CountsMoney ? Money.ToCurrency(units) : Math.Ceiling((decimal)units);

    private static long UnitsOf(RateLimit limit, decimal amount) => limit.CountsMoney ? Money.ToUnits(amount) : (long)decimal.Clamp(Math.Ceiling(amount), 0, MostUnits);
}
