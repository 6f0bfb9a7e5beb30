using Polly.CircuitBreaker;

namespace CapacityRouting.Health;

/// <summary>The state of a circuit, and the lock that stands for the circuit's own.</summary>
internal sealed class CircuitBreakerStateProvider
{
    public Polly.CircuitBreaker.CircuitBreakerStateProvider Inner { get; } = new();

    public CircuitState CircuitState
    {
        get
        {
            lock (this)
                return Inner.CircuitState;
        }
    }
}
