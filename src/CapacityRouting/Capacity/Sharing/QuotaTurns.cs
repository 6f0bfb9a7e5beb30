using CapacityRouting.Atomics;
using CapacityRouting.Capacity.Concurrency;

namespace CapacityRouting.Capacity.Sharing;

/// <summary>
/// The turns of several lines that wait for one quota. The turn belongs to the line that has taken the least since it began to wait. Only that line takes, so that
/// small requests of one line never starve large ones of another. Priorities count within a line only: a line of critical requests starves no other line.
/// </summary>
/// <remarks>Thread-safe. A line that begins to wait starts level with the least, so an idle line saves up no claim.</remarks>
internal sealed class QuotaTurns
{
    private readonly object _gate = new();

    // Copy-on-write, so that it is read without the lock. In the order of entry, which decides between equal claims.
    private QuotaTurn[] _claims = [];

    /// <summary>Whether the turn belongs to another line now.</summary>
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

    /// <summary>Enters a line that waits for the quota. A line that begins to wait must look once more afterwards: another line may have left or taken its turn before, without a notification.</summary>
    /// <returns>Whether the line begins to wait.</returns>
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

    /// <summary>Removes a line that no longer waits for the quota.</summary>
    /// <returns>Whether other lines wait.</returns>
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

    /// <summary>Notes tokens that the line has taken.</summary>
    /// <returns>The claim of the line, to be corrected by the settlement; null where the line does not wait.</returns>
    public QuotaTurn? Took(ISlotWatcher line, long tokens)
    {
        QuotaTurn? own = Find(line);
        own?.Take(Math.Max(1, tokens));
        return own;
    }

    private QuotaTurn? Find(ISlotWatcher line) => Array.Find(Atomic.VolatileRead(in _claims), claim => claim.Line == line);
}

/// <summary>The claim of one line to a quota that several lines wait for.</summary>
/// <param name="line">The line.</param>
/// <param name="level">The tokens with which the claim begins.</param>
internal sealed class QuotaTurn(ISlotWatcher line, long level)
{
    private long _taken = level;

    public ISlotWatcher Line => line;

    /// <summary>The tokens that the line has taken.</summary>
    public long Taken => Atomic.VolatileRead(in _taken);

    /// <summary>Adds tokens that the line takes, or, below zero, gives back.</summary>
    public void Take(long tokens) => Atomic.Add(ref _taken, tokens);
}
