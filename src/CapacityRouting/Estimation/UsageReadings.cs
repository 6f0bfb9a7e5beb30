namespace CapacityRouting.Estimation;

/// <summary>
/// The readings of one count in one response. Most providers that repeat a count state the use so far; a few state the use of
/// each part. The readings show which: a count that only rises is the use so far.
/// </summary>
internal struct UsageReadings
{
    private long _highest;
    private long _last;
    private long _sum;
    private int _count;
    private bool _rises;
    private bool _falls;

    /// <summary>Whether the reading repeats the last one.</summary>
    public readonly bool IsLast(long? reading) => _last > 0 && reading == _last;

    /// <summary>The use so far, if the readings state that; null without a reading above zero.</summary>
    public readonly long? Highest => _highest > 0 ? _highest : null;

    public void Add(long? reading)
    {
        if (PlausibleUsage.Of(reading) is not { } units || units == 0)
            return;
        _rises |= _last > 0 && units > _last;
        _falls |= units < _last;
        _last = units;
        _highest = Math.Max(_highest, units);
        _sum += units;
        _count++;
    }

    /// <summary>
    /// The total use. Readings that fall, or more than two equal ones, may be of parts. Then their sum counts, if it is nearer to what has flowed. Two equal
    /// readings are one statement, repeated.
    /// </summary>
    public readonly long? NearestTo(long flowed)
    {
        bool isUseSoFar = !_falls && (_rises || _count <= 2);
        return !isUseSoFar && Math.Abs(_sum - flowed) < Math.Abs(_highest - flowed) ? _sum : Highest;
    }
}
