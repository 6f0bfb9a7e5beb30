namespace CapacityRouting.Queueing;

/// <summary>A call's place in line, which it keeps when it fails over, and what its tenant was charged for it.</summary>
/// <param name="arrivedAt">When the call came, before its first attempt.</param>
internal sealed class QueueTicket(long arrivedAt)
{
    private GuardedLine? _line;
    private TenantAccount? _account;
    private long _charged;

    public long ArrivedAt => arrivedAt;

    /// <summary>The call starts, and its tenant is charged what it is likely to take.</summary>
    public void Charged(GuardedLine line, TenantAccount account, long tokens) => (_line, _account, _charged) = (line, account, tokens);

    /// <summary>The call has taken so many tokens: its tenant is charged those instead. A second settlement has no effect.</summary>
    public void Settle(long tokens)
    {
        if (_line is null || _account is null)
            return;
        _line.Correct(_account, tokens - _charged);
        (_line, _account) = (null, null);
    }
}
