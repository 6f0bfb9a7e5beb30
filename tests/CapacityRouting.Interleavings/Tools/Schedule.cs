namespace CapacityRouting.Interleavings.Tools;

/// <summary>
/// A path through the tree of all schedules, walked depth first: the next program at each step. Switching away from a program that
/// could continue is a preemption. Bounding preemptions keeps the tree small, and few bugs need more than two (Musuvathi and Qadeer, 2007).
/// A store that is held back while its program continues counts as one too.
/// </summary>
internal sealed class Schedule(int mostPreemptions)
{
    private readonly List<(int[] Options, int Taken)> _path = [];
    private int _depth;
    private int _preemptions;

    /// <summary>Back to the start of the path.</summary>
    public void Rewind() => (_depth, _preemptions) = (0, 0);

    /// <summary>Chooses the next runnable: a program, or a store that was held back, which arrives.</summary>
    /// <param name="current">The program that ran last.</param>
    /// <param name="able">The runnables.</param>
    /// <param name="programs">The number of programs; higher numbers are their stores.</param>
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

    // The current program continues first, so that the first path to a bug has few switches. Its own store need not arrive for it.
    private int[] Options(int current, int[] able, int programs) =>
        [current, .. able.Where(other => other != current && (_preemptions < mostPreemptions || (other >= programs && other != current + programs)))];
}
