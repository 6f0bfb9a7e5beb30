namespace CapacityRouting.Failures.RetryAfter;

/// <summary>A time without its date ("11:11 UTC") or a date without its year ("12-02 15:11:51 UTC"): the next such moment. Only with a zone: without one it may be a duration, or any zone's.</summary>
internal static class NearestTime
{
    public static bool TryScan(ref Cursor cursor, DateTimeOffset now, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        Cursor ahead = cursor;
        bool hasDate = ScanDay(ref ahead, out int month, out int day);
        if (!TimeOfDay.Scan(ref ahead, out TimeSpan time, out bool isZoned) || !isZoned || !TryFind(hasDate, month, day, time, now, out DateTimeOffset moment))
            return false;
        cursor = ahead;
        wait = moment - now;
        return true;
    }

    private static bool ScanDay(ref Cursor cursor, out int month, out int day)
    {
        day = 0;
        Cursor ahead = cursor;
        if (!ahead.Digits(2, 2, out month) || !ahead.Skip('-') || !ahead.Digits(2, 2, out day))
            return false;
        ahead.SkipSpaces();
        cursor = ahead;
        return true;
    }

    private static bool TryFind(bool hasDate, int month, int day, TimeSpan time, DateTimeOffset now, out DateTimeOffset moment)
    {
        DateTime today = now.UtcDateTime.Date;
        if (!hasDate)
        {
            moment = new(today + time, TimeSpan.Zero);
            if (moment < now)
                moment += TimeSpan.FromDays(1);
            return moment >= now;
        }

        return (Timestamps.TryMake(today.Year, month, day, time, out moment) && moment >= now) || (Timestamps.TryMake(today.Year + 1, month, day, time, out moment) && moment >= now);
    }
}
