using CapacityRouting.Atomics;
using CapacityRouting.Time;
using Polly;
using Polly.CircuitBreaker;

namespace CapacityRouting.Health;

/// <summary>
/// Polly's circuit breaker, fed with outcomes after the fact, so that one rule serves calls and streams alike.
/// Its state is mirrored in one word for the planner. While a route has had no failure within the sampling duration, its
/// successes are not recorded: a healthy route pays two reads.
/// </summary>
internal sealed class Breaker
{
    private readonly CircuitBreakerSettings _settings;
    private readonly Clock _clock;
    private readonly ProbeGate _gate = new();
    private readonly CircuitBreakerStateProvider _circuit = new();
    private readonly CircuitBreakerManualControl _manual = new();
    private readonly ResiliencePipeline<bool> _outcomes;
    private long _watchUntil = long.MinValue;
    private long _breakTicks;
    private long _openedAt = long.MinValue;

    public Breaker(CircuitBreakerSettings settings, Clock clock)
    {
        _settings = settings;
        _clock = clock;
        _outcomes = new ResiliencePipelineBuilder<bool> { TimeProvider = clock.Time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<bool>
            {
                FailureRatio = settings.FailureRatio,
                MinimumThroughput = settings.MinimumThroughput,
                SamplingDuration = settings.SamplingDuration,
                BreakDurationGenerator = Break,
                ShouldHandle = static outcome => ValueTask.FromResult(!outcome.Outcome.Result),
                StateProvider = _circuit,
                ManualControl = _manual,
            })
            .Build();
    }

    public CircuitState State => _circuit.CircuitState;

    public bool IsShut => _gate.IsShut;

    /// <summary>Ticks until the next probe may go; zero when the circuit is closed or a probe is due.</summary>
    public long RemainingTicks(long now) => _gate.RemainingTicks(now);

    /// <summary>True when the circuit is closed. A due probe goes to exactly one caller that gets true.</summary>
    public bool TryPass(long now) => _gate.TryPass(now, Atomic.VolatileRead(in _breakTicks));

    /// <summary>Records the outcome of an attempt.</summary>
    /// <param name="succeeded">Whether it ended well.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    /// <param name="attemptStart">When it began. The success of an attempt that began before the circuit opened is no evidence of recovery.</param>
    /// <returns>Whether this outcome opened or closed the circuit.</returns>
    public bool Record(bool succeeded, long now, long attemptStart = long.MaxValue)
    {
        if (succeeded && _gate.IsShut && attemptStart <= Atomic.VolatileRead(in _openedAt))
            return false;

        // A shut gate always records: the success of the probe after a long break comes after the sampling duration.
        if (succeeded && Atomic.VolatileRead(in _watchUntil) < now && !_gate.IsShut)
            return false;
        if (!succeeded)
            Atomic.RaiseTo(ref _watchUntil, now + _clock.ToTicks(_settings.SamplingDuration));
        if (!Tell(succeeded))
            return false;
        return _circuit.CircuitState == CircuitState.Open ? Open(now) : succeeded && TryReopen();
    }

    /// <summary>Notes a probe without a verdict: the next one may go at once, unless the circuit opened again since the probe began.</summary>
    public void Undecided(long attemptStart, long now)
    {
        long mark = _gate.Mark;
        if (_circuit.CircuitState == CircuitState.Open && attemptStart > Atomic.VolatileRead(in _openedAt))
            _gate.LetNextPass(mark, now);
    }

    public async Task IsolateAsync(CancellationToken cancellationToken)
    {
        await _manual.IsolateAsync(cancellationToken).ConfigureAwait(false);
        _gate.ShutUntil(Clock.Never);
    }

    public async Task RestoreAsync(CancellationToken cancellationToken)
    {
        await _manual.CloseAsync(cancellationToken).ConfigureAwait(false);
        TryReopen();
    }

    /// <returns>Whether the circuit recorded the outcome; an open circuit records only that of a due probe.</returns>
    private bool Tell(bool succeeded)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get();
        ValueTask<Outcome<bool>> told = _outcomes.ExecuteOutcomeAsync(
            static (_, outcome) => Outcome.FromResultAsValueTask(outcome), context, succeeded);
        Outcome<bool> taken = told.IsCompleted ? told.Result : told.AsTask().GetAwaiter().GetResult();
        ResilienceContextPool.Shared.Return(context);
        return taken.Exception is null;
    }

    private bool Open(long now)
    {
        Atomic.RaiseTo(ref _openedAt, now);
        bool isNews = _gate.ShutUntil(now + Atomic.VolatileRead(in _breakTicks));

        // An operator may have isolated or restored the route meanwhile, which overrides this outcome.
        if (_circuit.CircuitState == CircuitState.Isolated)
            _gate.ShutUntil(Clock.Never);
        TryReopen();
        return isNews;
    }

    private bool TryReopen()
    {
        // Invariant: the mark is read before the circuit's state, and an opening circuit shuts the gate after its change. So the gate of an open circuit stays shut.
        while (_gate.Mark is var mark && ProbeGate.IsShutAt(mark) && _circuit.CircuitState == CircuitState.Closed)
            if (_gate.TryReopen(mark))
                return true;
        return false;
    }

    private ValueTask<TimeSpan> Break(BreakDurationGeneratorArguments arguments)
    {
        TimeSpan doubled = _settings.BreakDuration * Math.Pow(2, Math.Min(arguments.HalfOpenAttempts, 16));
        TimeSpan duration = doubled < _settings.MaxBreakDuration ? doubled : _settings.MaxBreakDuration;
        Atomic.VolatileWrite(ref _breakTicks, _clock.ToTicks(duration));
        return ValueTask.FromResult(duration);
    }
}
