namespace CapacityRouting.Interleavings.Tools;

/// <summary>
/// A path through the tree of all schedules, walked depth first: who goes on at each step. Switching away from a program that
/// could go on is a preemption; bounding those keeps the tree small, and few bugs need more than two (Musuvathi and Qadeer, 2007).
/// </summary>
internal sealed class Schedule(int mostPreemptions)
{
    private readonly List<(int[] Options, int Taken)> _path = [];
    private int _depth;
    private int _preemptions;

    /// <summary>Back to the start of the path.</summary>
    public void Rewind() => (_depth, _preemptions) = (0, 0);

    /// <summary>Who goes on, of those who can.</summary>
    public int Choose(int current, int[] able)
    {
        bool preempts = able.Contains(current);
        if (_depth == _path.Count)
            _path.Add((Options(current, able, preempts), 0));
        (int[] options, int taken) = _path[_depth++];
        if (preempts && options[taken] != current)
            _preemptions++;
        return options[taken];
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

    // Whoever ran goes on first, so that the first path found to a bug has few switches.
    private int[] Options(int current, int[] able, bool preempts) =>
        !preempts ? able : _preemptions == mostPreemptions ? [current] : [current, .. able.Where(other => other != current)];
}
