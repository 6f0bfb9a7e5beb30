namespace QuickStart.Providers;

/// <summary>What really reached a provider: the truth that the router's own figures are held against.</summary>
internal sealed class ProviderCounters
{
    private int _received;
    private int _served;
    private int _rateLimited;
    private int _refusedByOutage;

    public int Received => Volatile.Read(ref _received);

    public int Served => Volatile.Read(ref _served);

    public int RateLimited => Volatile.Read(ref _rateLimited);

    public int RefusedByOutage => Volatile.Read(ref _refusedByOutage);

    public void CountReceived() => Interlocked.Increment(ref _received);

    public void CountServed() => Interlocked.Increment(ref _served);

    public void CountRateLimited() => Interlocked.Increment(ref _rateLimited);

    public void CountRefusedByOutage() => Interlocked.Increment(ref _refusedByOutage);
}
