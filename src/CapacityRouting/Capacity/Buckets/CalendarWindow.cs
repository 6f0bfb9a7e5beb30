using CapacityRouting.Time;

namespace CapacityRouting.Capacity.Buckets;

/// <summary>
/// A limit that resets each day or month. An arrival time counts from the start of its period, on a scale so short that all takes of
/// a period lie in the past when the next one begins. So the bucket is full then, and no code has to fill it.
/// </summary>
/// <param name="Calendar">The days or months.</param>
/// <param name="IsPaced">Whether the limit is released evenly over the period.</param>
internal sealed record CalendarWindow(Calendar Calendar, bool IsPaced)
{
    private const int HoursOfADay = 24;
    private const int DaysOfAMonth = 30;

    /// <summary>The ticks that stand for a whole limit: a multiple of the limit where possible, as then no cost is rounded.</summary>
    public long ScaleOf(long limit) => Math.Max(1, Calendar.Scale / limit) * Math.Min(limit, Calendar.Scale);

    public long StartOf(long at) => Calendar.StartOf(at);

    /// <summary>The part of a whole limit that is released by a time.</summary>
    public long ReleasedTicks(long at, long whole)
    {
        if (!IsPaced)
            return whole;
        CalendarPeriod period = Calendar.At(at);
        Int128 elapsed = Math.Max(0, at - period.Start) + AheadIn(period);
        return (long)Int128.Min(whole, elapsed * whole / period.Ticks);
    }

    /// <summary>Ticks until the arrival time leaves room for a cost, in this period or at the start of another. An untouched period takes any cost.</summary>
    public long WaitFor(long arrival, long cost, long now, long whole)
    {
        CalendarPeriod period = Calendar.At(Math.Max(arrival, now));
        long used = arrival - period.Start;
        if (used > 0 && used + cost > whole)
            return Math.Max(0, period.End - now);
        long start = used > 0 && IsPaced ? ReleaseOf(used + cost, period, whole) : period.Start;
        return Math.Max(0, start - now);
    }

    private static long ReleaseOf(long needed, CalendarPeriod period, long whole, long ahead)
    {
        Int128 ticks = (((Int128)needed * period.Ticks) + whole - 1) / whole;
        return period.Start - ahead + (long)ticks;
    }

    private long ReleaseOf(long needed, CalendarPeriod period, long whole) =>
        Math.Max(period.Start, ReleaseOf(needed, period, whole, AheadIn(period)));

    private long AheadIn(CalendarPeriod period) => period.Ticks / (Calendar.Dates.Unit == CalendarUnit.Day ? HoursOfADay : DaysOfAMonth);
}
