using CapacityRouting.Interleavings.Tools;
using Polly;

namespace CapacityRouting.Health;

/// <summary>A circuit under a lock that the schedule knows. As the circuit's own, it is free while the callback runs.</summary>
internal sealed class ResiliencePipeline<T>(Polly.ResiliencePipeline<T> inner, object gate)
{
    public ValueTask<Outcome<T>> ExecuteOutcomeAsync<TState>(Func<ResilienceContext, TState, ValueTask<Outcome<T>>> callback, ResilienceContext context, TState state)
    {
        lock (gate)
            return inner.ExecuteOutcomeAsync(Outside(callback), context, state);
    }

    private Func<ResilienceContext, TState, ValueTask<Outcome<T>>> Outside<TState>(Func<ResilienceContext, TState, ValueTask<Outcome<T>>> callback) => (context, state) =>
    {
        Scheduler.Exit(gate);
        ValueTask<Outcome<T>> outcome = callback(context, state);
        Scheduler.Enter(gate);
        return outcome;
    };
}
