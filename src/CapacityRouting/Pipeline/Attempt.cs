using CapacityRouting.Atomics;
using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Routing;
using CapacityRouting.Telemetry;
using CapacityRouting.Time;
using Polly;

namespace CapacityRouting.Pipeline;

/// <summary>
/// One call of one route, which owns what was leased for it. It has exactly one outcome: <see cref="Complete"/>, <see cref="Fail"/>, <see cref="Supersede"/> or
/// <see cref="Abandon"/>; the first one takes effect, and whatever it throws, the lease is settled by then.
/// </summary>
/// <remarks>
/// Several attempts of one call may run at once, each in a flow of execution of its own. From any other flow only <see cref="Supersede"/> may come, while the attempt is not accepted.
/// </remarks>
internal sealed partial class Attempt
{
    // An answer may take minutes. A probe that has flowed for so long has found out, and does not keep others waiting for its last word.
    private static readonly TimeSpan ProofOfFlow = TimeSpan.FromSeconds(5);

    private const int Open = 0;
    private const int Accepted = 1;
    private const int Over = 2;

    private readonly AttemptServices _services;
    private Lease _lease;
    private long _provenAt = Clock.Never;
    private int _state;
    private int _sent;
    private bool _wasAccepted;
    private bool _hasVerdict;

    public Attempt(AttemptServices services, CallContext call, in Admission admission, long startedAt)
    {
        (_services, Call, Route, IsProbe, StartedAt) = (services, call, admission.Route!, admission.IsProbe, startedAt);
        (Traits, _lease) = (Route.Traits, admission.ToLease());
        Number = call.Report.NextAttempt();
        IsPoll = call.Demand.IsPollAt(Route);
    }

    public CallContext Call { get; }

    public RequestDemand Demand => Call.Demand;

    public RoutingReport Report => Call.Report;

    /// <summary>The caller's own token.</summary>
    public CancellationToken Caller => Call.Caller;

    public Route Route { get; }

    /// <summary>Its place among the attempts of its call, in the order in which they begin; from 1.</summary>
    public int Number { get; }

    /// <summary>What the settings said of the route as the attempt was made: by these it is timed, sent and settled, whatever is reloaded meanwhile.</summary>
    public RouteTraits Traits { get; }

    /// <summary>Whether it finds out for all other calls if the route is well again.</summary>
    public bool IsProbe { get; }

    /// <summary>Whether it only asks for the rest of an answer: it takes nothing, and says nothing of what requests take.</summary>
    public bool IsPoll { get; }

    public long StartedAt { get; }

    public Clock Clock => _services.Clock;

    private bool IsSent => Atomic.VolatileRead(in _sent) != 0;

    /// <summary>The units that were reserved.</summary>
    public CapacityUnits Taken => _lease.Taken;

    /// <summary>The user's own pipeline around each send; null for none.</summary>
    public ResiliencePipeline? Pipeline => Traits.Pipeline;

    /// <summary>What the wire says meanwhile; null while nobody observes.</summary>
    public AttemptObservation? Observation { get; private set; }

    /// <summary>The quota as the attempt was sent, with which statements of the provider are compared; null without an observation.</summary>
    public QuotaMark? Mark { get; private set; }

    /// <summary>How long its stages may take.</summary>
    public AttemptTimes Times { get; private set; }

    /// <summary>When it must have ended, however busy it is; <see cref="Clock.Never"/> or later when nothing bounds it.</summary>
    public long EndsBy { get; private set; }

    public RoutingEvents Events => _services.Events;

    public void Tell(in RoutingEvent happened) => Events.Tell(happened);

    /// <summary>Whether its time to the first content follows what the route is seen to take.</summary>
    public bool IsAdaptive => Route.IsAdaptive(Traits, Demand.Routing);

    /// <summary>Bounds it in time, and begins to observe it.</summary>
    /// <param name="isImpatient">Whether another route could take the request: only then does an adaptive timeout cut it short.</param>
    /// <param name="endsBy">When the request's deadline leaves it no more time.</param>
    public void Begin(bool isImpatient, long endsBy)
    {
        Times = Route.TimesOf(Traits, Demand.Routing, isImpatient);
        EndsBy = Math.Min(StartedAt + Times.Total, endsBy);
        Report.Attempting(Route.Name, Taken.Tokens);
        Observation = AttemptObservation.ForAttempt();
        Mark = Observation is null ? null : Route.MarkQuota(StartedAt);
    }

    /// <summary>The request is about to go out: from here on it may be charged for.</summary>
    /// <exception cref="OperationCanceledException">The attempt is over: what is sent now would be charged to nobody.</exception>
    public void Send()
    {
        // Invariant: it is noted before it is asked whether the attempt is over, and an outcome does the reverse: one sees the other.
        Atomic.Exchange(ref _sent, 1);
        if (Atomic.VolatileRead(in _state) == Over)
            throw new OperationCanceledException();
    }

    /// <summary>The route has let the call in, and its answer has begun to flow.</summary>
    /// <returns>False when the attempt is over, or another one has won: then it is superseded.</returns>
    public bool TryAccept()
    {
        if (!Call.TryWin(this))
            Supersede(default);

        // Invariant: an attempt that is over is never accepted.
        if (!Atomic.CompareAndSwap(ref _state, Open, Accepted))
            return false;
        Run(0, static (self, _, now) =>
        {
            self._provenAt = self.IsProbe ? now + self.Clock.ToTicks(ProofOfFlow) : Clock.Never;
            self.Note(now, failure: null, serves: true);
            HealthFeedback.Accepted(self);
            self.Observe(failure: null, now);
        });
        return true;
    }

    /// <summary>A stream's first content has come. Polls say nothing of what requests take.</summary>
    public void FirstContentCame()
    {
        if (!IsPoll)
            Route.FirstContentCame(after: Clock.Now - StartedAt);
    }

    /// <summary>A stream was given up before its first content had come.</summary>
    public void FirstContentIsLate()
    {
        if (!IsPoll)
            Route.FirstContentIsLate(after: Clock.Now - StartedAt);
    }

    /// <summary>More of the answer has come. The clock is read for probes only.</summary>
    public void Progress()
    {
        if (_provenAt < Clock.Never && !_hasVerdict && Clock.Now >= _provenAt)
            TellHealthy(Clock.Now);
    }

    /// <summary>More has been written than was reserved: it is taken at once, into debt if need be.</summary>
    public void Grow(long outputSoFar, long now) => _lease.Grow(Settlement.Grown(this, outputSoFar), now);

    /// <summary>The answer is complete.</summary>
    /// <param name="flow">What has come.</param>
    /// <param name="goesOn">Whether it only begins a background response: what that takes is still to come, so all that was reserved counts.</param>
    /// <returns>False when the attempt is over, or another one has won: then it is superseded.</returns>
    public bool Complete(Flow flow, bool goesOn = false)
    {
        if (Call.TryWin(this))
            return End((flow, goesOn), static (self, end, now) => self.CompleteAt(end.flow, end.goesOn, now));
        Supersede(flow);
        return false;
    }

    /// <summary>It has failed, whatever has come of an answer.</summary>
    /// <returns>The failure as it counts.</returns>
    public RouteFailure Fail(RouteFailure failure, Flow flow = default)
    {
        RouteFailure judged = Atomic.VolatileRead(in _state) == Accepted ? failure : HealthFeedback.Judged(this, failure);
        _ = End((judged, flow), static (self, end, now) => self.FailAt(end.judged, end.flow, now));
        return judged;
    }

    /// <summary>Another attempt of the call has won. What flowed is charged; nothing is said of the route's health.</summary>
    public bool Supersede(Flow flow) => End(flow, static (self, end, now) =>
    {
        self.LeaveAt(end, now);
        self.Note(now, failure: null, serves: false, isSuperseded: true);
    });

    /// <summary>Nobody wants its answer any more. What flowed is charged, and nothing where nothing was sent; nothing is said of the route's health.</summary>
    public bool Abandon(Flow flow = default) => End(flow, static (self, end, now) =>
    {
        if (self._wasAccepted)
            self.Note(now, failure: null, serves: true);
        self.LeaveAt(end, now);
    });

    /// <summary>What is left of the call's budget for the rest of its answer, once this attempt's part of it has broken off.</summary>
    public RequestBudget BudgetAfter(RouteFailure broken) => Call.Budget.AfterCommit(Route, Route.TooSmallFor(Demand, broken));

    /// <summary>The one place where an attempt ends. What its outcome leaves unsettled is settled here: all that was reserved counts once it was sent.</summary>
    /// <returns>Whether this is the outcome.</returns>
    private bool End<TState>(TState state, Action<Attempt, TState, long> outcome)
    {
        // Invariant: only the first outcome passes.
        int before = Atomic.Exchange(ref _state, Over);
        if (before == Over)
            return false;
        _wasAccepted = before == Accepted;
        long now = Run(state, outcome);
        if (IsProbe && !_hasVerdict)
            Route.Undecided(StartedAt, now);
        Settle(IsSent ? Taken : CapacityUnits.None, served: 0, now);
        return true;
    }

    /// <summary>Runs a step of the bookkeeping. A part of the user's that throws in it, a clock or an estimator, costs neither the slot nor the answer.</summary>
    /// <returns>The time at which it ran.</returns>
    private long Run<TState>(TState state, Action<Attempt, TState, long> step)
    {
        long now = Clock.Now;
        _ = Try(state, step, now);
        return now;
    }

    /// <returns>Whether the step did what it was to do: what it threw is told, and what comes after it goes on.</returns>
    private bool Try<TState>(TState state, Action<Attempt, TState, long> step, long now)
    {
        try
        {
            step(this, state, now);
            return true;
        }
        catch (Exception thrown)
        {
            Tell(RoutingEvent.OutcomeThrew(Route.Name, thrown));
            return false;
        }
    }
}
