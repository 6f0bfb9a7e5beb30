namespace CapacityRouting.Interleavings.Tools;

/// <summary>
/// A path through the tree of all schedules, walked depth first: who goes on at each step. Switching away from a program that
/// could go on is a preemption; bounding those keeps the tree small, and few bugs need more than two (Musuvathi and Qadeer, 2007).
/// A store that is held back while its program goes on counts as one too.
/// </summary>
internal sealed class Schedule(int mostPreemptions)
{
    private readonly List<(int[] Options, int Taken)> _path = [];
    private int _depth;
    private int _preemptions;

    /// <summary>Back to the start of the path.</summary>
    public void Rewind() => (_depth, _preemptions) = (0, 0);

    /// <summary>Who goes on, of those who can: a program, or a store that was held back, which arrives.</summary>
    /// <param name="current">Who ran.</param>
    /// <param name="able">Who can go on.</param>
    /// <param name="programs">How many programs there are; what is numbered from there on are their stores.</param>
    public int Choose(int current, int[] able, int programs)
    {
        bool preempts = able.Contains(current);
        int chosen = Take(() => preempts ? Options(current, able, programs) : able);
        if (preempts && chosen != current && chosen < programs)
            _preemptions++;
        return chosen;
    }

    /// <summary>Whether a program goes on to its next load before its last store arrives.</summary>
    public bool HoldsBack()
    {
        bool holds = _preemptions < mostPreemptions && Take(static () => [0, 1]) == 1;
        if (holds)
            _preemptions++;
        return holds;
    }

    /// <summary>On to the next path; false when there is none.</summary>
    public bool MoveNext()
    {
        while (_path.Count > 0)
        {
            (int[] options, int taken) = _path[^1];
            _path.RemoveAt(_path.Count - 1);
            if (taken + 1 == options.Length)
                continue;
            _path.Add((options, taken + 1));
            return true;
        }

        return false;
    }

    private int Take(Func<int[]> options)
    {
        if (_depth == _path.Count)
            _path.Add((options(), 0));
        (int[] known, int taken) = _path[_depth++];
        return known[taken];
    }

    // Whoever ran goes on first, so that the first path found to a bug has few switches. For whoever ran its own store need not arrive.
    private int[] Options(int current, int[] able, int programs) =>
        [current, .. able.Where(other => other != current && (_preemptions < mostPreemptions || (other >= programs && other != current + programs)))];
}
