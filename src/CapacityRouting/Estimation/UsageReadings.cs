namespace CapacityRouting.Estimation;

/// <summary>
/// The readings of one count in one response. Most providers that repeat a count state the use so far; a few state the use of each part. The readings show which: each is compared with
/// what has flowed so far, and with what has flowed since the last one.
/// </summary>
internal struct UsageReadings
{
    // Readings that only rise are nearly always the use so far: the other view has to fit better by more than half. Two equal parts do at any error of the estimate up to a third.
    private const double Doubt = 1.6;

    // Tokens by length are rounded.
    private const int Rounding = 2;

    private long _highest;
    private long _last;
    private long _sum;
    private long _flowedBefore;
    private long _missBySoFar;
    private long _missByParts;
    private bool _falls;
    private bool _rises;

    /// <summary>Whether the reading repeats the last one.</summary>
    public readonly bool IsLast(long? reading) => _last > 0 && reading == _last;

    /// <summary>The use so far, if the readings state that; null without a reading above zero.</summary>
    public readonly long? Highest => _highest > 0 ? _highest : null;

    /// <summary>The whole use: the sum of the readings where they are of parts, else the highest.</summary>
    public readonly long? Whole => AreParts ? _sum : Highest;

    private readonly bool AreParts => ((_rises && !_falls ? Doubt : 1) * _missByParts) + Rounding < _missBySoFar;

    /// <param name="reading">The reading; null where the report has none.</param>
    /// <param name="flowed">The tokens so far, by length.</param>
    public void Add(long? reading, long flowed)
    {
        if (UsageReader.Plausible(reading) is not { } units || units == 0)
            return;

        // Of the first reading both views say the same.
        if (_last > 0)
        {
            _missBySoFar += Math.Abs(units - flowed);
            _missByParts += Math.Abs(units - (flowed - _flowedBefore));
        }

        _flowedBefore = flowed;
        _rises |= _last > 0 && units > _last;
        _falls |= units < _last;
        _last = units;
        _highest = Math.Max(_highest, units);
        _sum += units;
    }
}
