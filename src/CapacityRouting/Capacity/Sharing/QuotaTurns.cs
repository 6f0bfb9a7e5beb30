using CapacityRouting.Atomics;
using CapacityRouting.Capacity.Concurrency;

namespace CapacityRouting.Capacity.Sharing;

/// <summary>
/// Whose turn it is, of several lines that wait for one quota: the line that has taken least of it since it began to wait. Only the line whose turn it is takes, so that
/// small requests of one never starve large ones of another. Classes count within a line only: a line of critical requests starves no other line.
/// </summary>
/// <remarks>Thread-safe. A line that begins to wait starts level with the least, so none saves up a claim while it has nothing to do.</remarks>
internal sealed class QuotaTurns
{
    private readonly object _gate = new();

    // Replaced whole, so that it is read without the lock. In the order in which they came, which decides between equals.
    private QuotaTurn[] _claims = [];

    /// <summary>Whether the line has to leave the quota to another one now.</summary>
    public bool IsTurnOfAnother(ISlotWatcher line)
    {
        QuotaTurn? first = null;
        foreach (QuotaTurn claim in Atomic.VolatileRead(in _claims))
            if (first is null || claim.Taken < first.Taken)
                first = claim;
        return first is not null && first.Line != line;
    }

    /// <summary>Whether another line waits.</summary>
    public bool IsContested(ISlotWatcher line) => Atomic.VolatileRead(in _claims) is { Length: > 0 } claims && Array.Exists(claims, claim => claim.Line != line);

    /// <summary>The line waits for the quota. One that begins to wait looks again after this: another one may have gone meanwhile, and told nobody.</summary>
    /// <returns>Whether it begins to wait.</returns>
    public bool Enter(ISlotWatcher line)
    {
        lock (_gate)
        {
            if (Find(line) is not null)
                return false;
            QuotaTurn[] claims = Atomic.VolatileRead(in _claims);
            Atomic.Exchange(ref _claims, [.. claims, new(line, claims.Select(claim => claim.Taken).DefaultIfEmpty(0).Min())]);
            return true;
        }
    }

    /// <summary>The line no longer waits for the quota.</summary>
    /// <returns>Whether others do.</returns>
    public bool Exit(ISlotWatcher line)
    {
        lock (_gate)
        {
            QuotaTurn[] claims = Atomic.VolatileRead(in _claims);
            if (Find(line) is null)
                return false;
            Atomic.Exchange(ref _claims, [.. claims.Where(claim => claim.Line != line)]);
            return claims.Length > 1;
        }
    }

    /// <summary>The line has taken so many tokens.</summary>
    /// <returns>Its turn, to be corrected by what was used; null where it does not wait.</returns>
    public QuotaTurn? Took(ISlotWatcher line, long tokens)
    {
        QuotaTurn? own = Find(line);
        own?.Take(Math.Max(1, tokens));
        return own;
    }

    private QuotaTurn? Find(ISlotWatcher line) => Array.Find(Atomic.VolatileRead(in _claims), claim => claim.Line == line);
}
