using CapacityRouting.Capacity.Sharing;
using CapacityRouting.Routing;

namespace CapacityRouting.Queueing;

/// <summary>A call's place in line, which it keeps when it fails over, and what its tenant was charged for it.</summary>
/// <param name="arrivedAt">When the call came, before its first attempt.</param>
/// <param name="number">Its number among those that came at the same time, where time stands still between calls.</param>
internal sealed class QueueTicket(long arrivedAt, long number)
{
    private GuardedLine? _line;
    private TenantAccount? _account;
    private QuotaTurn? _turn;
    private long _charged;

    public long ArrivedAt => arrivedAt;

    private long Number => number;

    /// <summary>What the last wait has brought: an admission without a route when it was in vain.</summary>
    public Admission Admission { get; set; }

    public static int Compare(QueueTicket one, QueueTicket other) =>
        one.ArrivedAt != other.ArrivedAt ? one.ArrivedAt.CompareTo(other.ArrivedAt) : one.Number.CompareTo(other.Number);

    /// <summary>The call starts, and its tenant is charged what it is likely to take.</summary>
    public void Charged(GuardedLine line, TenantAccount account, long tokens) => (_line, _account, _charged) = (line, account, tokens);

    /// <summary>It was its line's turn at a quota that others wait for too.</summary>
    public void Took(QuotaTurn? turn) => _turn = turn;

    /// <summary>The call has taken so many tokens: its tenant and its line are charged those instead. A second settlement has no effect.</summary>
    public void Settle(long tokens)
    {
        if (_line is null || _account is null)
            return;
        _line.Correct(_account, tokens - _charged);
        _turn?.Take(tokens - _charged);
        (_line, _account, _turn) = (null, null, null);
    }
}
