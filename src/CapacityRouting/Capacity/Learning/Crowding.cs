namespace CapacityRouting.Capacity.Learning;

/// <summary>The refusals of a while that speak of calls under way and give no figure. Dense ones tell how many are too many; a stray one tells nothing.</summary>
/// <remarks>Not thread-safe: the learner holds a lock.</remarks>
internal sealed class Crowding
{
    private const int Fewest = 3;
    private const int Dense = 30;

    private long _since = long.MinValue;
    private long _calls;
    private int _refusals;
    private int _most;

    /// <param name="underWay">The calls that were under way beside the refused one.</param>
    /// <param name="calls">The calls that have ended so far.</param>
    /// <param name="earliest">The earliest time at which a refusal still counts.</param>
    /// <param name="now">The time of this one.</param>
    /// <returns>The calls that may be under way; null where nothing can be told.</returns>
    public int? Add(int underWay, long calls, long earliest, long now)
    {
        // Where none of these calls was under way, another client's were too many.
        if (underWay < 1)
            return null;
        if (_refusals == 0 || _since < earliest || calls - _calls > Dense * (_refusals + 1))
            (_since, _calls, _refusals, _most) = (now, calls, 0, 0);
        _refusals++;
        _most = Math.Max(_most, underWay);
        if (_refusals < Fewest)
            return null;
        _refusals = 0;
        return _most;
    }
}
