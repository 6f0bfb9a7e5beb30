namespace CapacityRouting.Goodput.Rivals;

/// <summary>How many retries one client may make for all its calls together, so that an outage is not answered with thrice the load.</summary>
/// <remarks>See <see cref="AdaptiveCubic"/> for its source.</remarks>
internal sealed class RetryQuota
{
    /// <summary>What a retry costs. A call that succeeds after retries gives the last one's cost back.</summary>
    public const int RetryCost = 5;

    /// <summary>What a call that succeeds without a retry gives back.</summary>
    public const int NoRetryGain = 1;

    private const int Most = 500;

    private int _left = Most;

    public bool TryTake()
    {
        if (_left < RetryCost)
            return false;
        _left -= RetryCost;
        return true;
    }

    public void Return(int amount) => _left = Math.Min(Most, _left + amount);
}
