using CapacityRouting.Capacity.Sharing;
using CapacityRouting.Routing;

namespace CapacityRouting.Queueing;

/// <summary>The place of a call in line, and the charge to its tenant. A failover keeps the place.</summary>
/// <param name="arrivedAt">When the call arrived, before its first attempt.</param>
/// <param name="number">Its number among calls that arrived at the same time. It orders them where the clock stands still between calls.</param>
internal sealed class QueueTicket(long arrivedAt, long number)
{
    private GuardedLine? _line;
    private TenantAccount? _account;
    private QuotaTurn? _turn;
    private long _charged;

    public long ArrivedAt => arrivedAt;

    private long Number => number;

    /// <summary>The result of the last wait: an admission, without a route when the wait was in vain.</summary>
    public Admission Admission { get; set; }

    public static int Compare(QueueTicket one, QueueTicket other) =>
        one.ArrivedAt != other.ArrivedAt ? one.ArrivedAt.CompareTo(other.ArrivedAt) : one.Number.CompareTo(other.Number);

    /// <summary>Notes the start of the call and the charge of its likely tokens.</summary>
    public void Charged(GuardedLine line, TenantAccount account, long tokens) => (_line, _account, _charged) = (line, account, tokens);

    /// <summary>Notes the turn of its line at a contested quota.</summary>
    public void Took(QuotaTurn? turn) => _turn = turn;

    /// <summary>Replaces the charge to the tenant and the line by the tokens that the call took. A second settlement has no effect.</summary>
    public void Settle(long tokens)
    {
        if (_line is null || _account is null)
            return;
        _line.Correct(_account, tokens - _charged);
        _turn?.Take(tokens - _charged);
        (_line, _account, _turn) = (null, null, null);
    }
}
