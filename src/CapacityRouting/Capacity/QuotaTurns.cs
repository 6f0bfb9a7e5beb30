using CapacityRouting.Atomics;

namespace CapacityRouting.Capacity;

/// <summary>
/// Whose turn it is, of several lines that wait for one quota: the line that has taken least of it since it began to wait. Only the line whose turn it is takes, so that
/// small requests of one never starve large ones of another.
/// </summary>
/// <remarks>Thread-safe. A line that begins to wait starts level with the least, so none saves up a claim while it has nothing to do.</remarks>
internal sealed class QuotaTurns
{
    private readonly object _gate = new();

    // Replaced whole, so that it is read without the lock. In the order in which they came, which decides between equals.
    private Claim[] _claims = [];

    /// <summary>Whether the line has to leave the quota to another one now.</summary>
    public bool IsTurnOfAnother(ISlotWatcher line)
    {
        Claim? first = null;
        foreach (Claim claim in Atomic.VolatileRead(in _claims))
            if (first is null || claim.Taken < first.Taken)
                first = claim;
        return first is not null && first.Line != line;
    }

    /// <summary>Whether another line waits.</summary>
    public bool IsContested(ISlotWatcher line) => Atomic.VolatileRead(in _claims) is { Length: > 0 } claims && Array.Exists(claims, claim => claim.Line != line);

    /// <summary>The line waits for the quota.</summary>
    public void Enter(ISlotWatcher line)
    {
        lock (_gate)
        {
            if (Find(line) is not null)
                return;
            Claim[] claims = Atomic.VolatileRead(in _claims);
            Atomic.Exchange(ref _claims, [.. claims, new(line) { Taken = claims.Select(claim => claim.Taken).DefaultIfEmpty(0).Min() }]);
        }
    }

    /// <summary>The line no longer waits for the quota.</summary>
    /// <returns>Whether others do.</returns>
    public bool Exit(ISlotWatcher line)
    {
        lock (_gate)
        {
            Claim[] claims = Atomic.VolatileRead(in _claims);
            if (Find(line) is null)
                return false;
            Atomic.Exchange(ref _claims, [.. claims.Where(claim => claim.Line != line)]);
            return claims.Length > 1;
        }
    }

    /// <summary>The line has taken so many tokens.</summary>
    /// <returns>Whether others wait, whose turn it may be now.</returns>
    public bool Took(ISlotWatcher line, long tokens)
    {
        lock (_gate)
        {
            if (Find(line) is { } claim)
                claim.Taken += Math.Max(1, tokens);
        }

        return IsContested(line);
    }

    private Claim? Find(ISlotWatcher line) => Array.Find(Atomic.VolatileRead(in _claims), claim => claim.Line == line);

    private sealed class Claim(ISlotWatcher line)
    {
        private long _taken;

        public ISlotWatcher Line => line;

        public long Taken
        {
            get => Atomic.VolatileRead(in _taken);
            set => Atomic.Exchange(ref _taken, value);
        }
    }
}
