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
    private bool _rises;
    private bool _falls;

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
    }

    /// <summary>The use in all. Readings that do not simply rise may be of parts: then their sum counts, if it is nearer to what has flowed.</summary>
    public readonly long? NearestTo(long flowed)
    {
        bool isUseSoFar = _rises && !_falls;
        return !isUseSoFar && Math.Abs(_sum - flowed) < Math.Abs(_highest - flowed) ? _sum : Highest;
    }
}
