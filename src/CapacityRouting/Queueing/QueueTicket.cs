using CapacityRouting.Routing;

namespace CapacityRouting.Queueing;

/// <summary>A call's place in line, which it keeps when it fails over, and what its tenant was charged for it.</summary>
/// <param name="arrivedAt">When the call came, before its first attempt.</param>
internal sealed class QueueTicket(long arrivedAt)
{
    private AdmissionQueue? _queue;
    private TenantAccount? _account;
    private long _charged;

    public long ArrivedAt => arrivedAt;

    /// <summary>The call starts, and its tenant is charged what it is likely to take.</summary>
    public void Charged(AdmissionQueue queue, TenantAccount account, long tokens) => (_queue, _account, _charged) = (queue, account, tokens);

    /// <summary>The call has taken so many tokens: its tenant is charged those instead. A second settlement has no effect.</summary>
    public void Settle(long tokens)
    {
        if (_queue is null || _account is null)
            return;
        _queue.Correct(_account, tokens - _charged);
        (_queue, _account) = (null, null);
    }
}
