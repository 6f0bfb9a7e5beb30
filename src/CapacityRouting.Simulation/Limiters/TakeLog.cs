namespace CapacityRouting.Simulation.Limiters;

/// <summary>Takes in the order of their arrival, and their sum. The oldest are forgotten, and the newest are given back.</summary>
internal sealed class TakeLog
{
    private readonly List<(TimeSpan At, long Units)> _takes = [];
    private int _first;

    /// <summary>The units of all takes.</summary>
    public Int128 Total { get; private set; }

    /// <summary>The time of the newest take in the log. Null when the log is empty.</summary>
    public TimeSpan? Newest => _takes.Count > _first ? _takes[^1].At : null;

    /// <summary>Adds a take of at least one unit.</summary>
    public void Add(long units, TimeSpan at)
    {
        _takes.Add((at, units));
        Total += units;
    }

    /// <summary>Removes units from the newest takes, as far as there are any.</summary>
    public void GiveBack(Int128 units)
    {
        Int128 left = Int128.Min(units, Total);
        Total -= left;
        while (left > 0)
        {
            (TimeSpan at, long taken) = _takes[^1];
            _takes.RemoveAt(_takes.Count - 1);
            if (taken > left)
                _takes.Add((at, (long)(taken - left)));
            left -= Int128.Min(taken, left);
        }
    }

    /// <summary>Forgets the takes up to and including a moment.</summary>
    public void Forget(TimeSpan moment)
    {
        while (_first < _takes.Count && _takes[_first].At <= moment)
            Total -= _takes[_first++].Units;

        // The list moves only when at least half of it is forgotten: the cost is one step for each take, for any number of takes.
        if (_first <= _takes.Count / 2)
            return;
        _takes.RemoveRange(0, _first);
        _first = 0;
    }

    /// <summary>The time of the take that completes so many units, counted from the oldest. The log must have so many units.</summary>
    public TimeSpan CompletedAt(Int128 units)
    {
        int take = _first;
        while ((units -= _takes[take].Units) > 0)
            take++;
        return _takes[take].At;
    }
}
