namespace CapacityRouting.Health;

/// <summary>A circuit's switch, under the lock that stands for the circuit's own.</summary>
internal sealed class CircuitBreakerManualControl
{
    public Polly.CircuitBreaker.CircuitBreakerManualControl Inner { get; } = new();

    public object Gate { get; set; } = new();

    public Task IsolateAsync(CancellationToken cancellationToken)
    {
        lock (Gate)
            return Inner.IsolateAsync(cancellationToken);
    }

    public Task CloseAsync(CancellationToken cancellationToken)
    {
        lock (Gate)
            return Inner.CloseAsync(cancellationToken);
    }
}
