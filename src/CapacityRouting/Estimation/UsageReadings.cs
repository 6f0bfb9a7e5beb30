namespace CapacityRouting.Estimation;

/// <summary>
/// What is reported of one count in one response, once or again and again. Most providers that repeat it state all that was used so far; a few state what
/// each part used. The readings tell which: what only rises is the use so far.
/// </summary>
internal struct UsageReadings
{
    private long _highest;
    private long _last;
    private long _sum;
    private int _count;
    private bool _rises;
    private bool _falls;

    /// <summary>Whether the reading is the last one again.</summary>
    public readonly bool IsLast(long? reading) => _last > 0 && reading == _last;

    /// <summary>The use so far, where readings are of that; null where there is none above zero.</summary>
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
    /// The use in all. Readings that fall, or more than two that stay, may be of parts: then their sum counts, if it is nearer to what has flowed. Two of the same
    /// are one that is stated twice.
    /// </summary>
    public readonly long? NearestTo(long flowed)
    {
        bool isUseSoFar = !_falls && (_rises || _count <= 2);
        return !isUseSoFar && Math.Abs(_sum - flowed) < Math.Abs(_highest - flowed) ? _sum : Highest;
    }
}
