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
/// One call of one route. It owns the lease of that call. It has exactly one outcome: <see cref="Complete"/>, <see cref="Fail"/>, <see cref="Supersede"/> or
/// <see cref="Abandon"/>. The first one takes effect. Even if it throws, the lease is settled.
/// </summary>
/// <remarks>
/// Several attempts of one call may run at once, each in an execution flow of its own. Other flows may only call <see cref="Supersede"/>, and only while the attempt is not accepted.
/// </remarks>
internal sealed partial class Attempt
{
    private const int Open = 0;
    private const int Accepted = 1;
    private const int Over = 2;

    private readonly AttemptServices _services;
    private Lease _lease;
    private int _state;
    private int _sent;
    private int _sendsOfPipeline;
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

    /// <summary>Its number among the attempts of its call, in the order of their starts; from 1.</summary>
    public int Number { get; }

    /// <summary>The settings of the route when the attempt was made. They time, send and settle it, whatever is reloaded meanwhile.</summary>
    public RouteTraits Traits { get; }

    /// <summary>Whether it probes, for all other calls, if the route has recovered.</summary>
    public bool IsProbe { get; }

    /// <summary>Whether it only asks for the rest of an answer. A poll takes no capacity, and its usage is no sample of requests.</summary>
    public bool IsPoll { get; }

    public long StartedAt { get; }

    public Clock Clock => _services.Clock;

    private bool IsSent => Atomic.VolatileRead(in _sent) != 0;

    /// <summary>Whether the request was seen to be sent more than once: by the SDK, or by the user's own pipeline.</summary>
    public bool WasResent => Atomic.VolatileRead(in _sendsOfPipeline) > 1 || Observation is { Sends: > 1 };

    /// <summary>The reserved units.</summary>
    public CapacityUnits Taken => _lease.Taken;

    /// <summary>The user's own pipeline around each send; null for none.</summary>
    public ResiliencePipeline? Pipeline => Traits.Pipeline;

    /// <summary>The observation of the wire; null without an observer.</summary>
    public AttemptObservation? Observation { get; private set; }

    /// <summary>The quota as the attempt began; the provider's statements are compared with it. Null without an observation.</summary>
    public QuotaMark? Mark { get; private set; }

    /// <summary>The time limits of its stages.</summary>
    public AttemptTimes Times { get; private set; }

    /// <summary>
    /// When it ends, even if it makes progress; <see cref="Clock.Never"/> or later without a bound. Where that is a learned time of a whole response it may be put off, up to <see cref="PatientEnd"/>.
    /// </summary>
    public long EndsBy { get; private set; }

    public RoutingEvents Events => _services.Events;

    public void Tell(in RoutingEvent happened) => Events.Tell(happened);

    /// <summary>Sets its time limits, and begins to observe it.</summary>
    /// <param name="endsBy">When its share of the request's deadline ends.</param>
    public void Begin(long endsBy)
    {
        Times = Route.TimesOf(Traits, Demand.Routing, Kind);
        _shareEndsBy = endsBy;
        EndsBy = Math.Min(StartedAt + Times.Total, endsBy);
        if (!IsPoll)
            _watch.Begin(Route, Kind, StartedAt);
        Report.Attempting(Route.Name, Taken.Tokens);
        Observation = AttemptObservation.ForAttempt(Traits.Profile.ToolTurns);
        Mark = Observation is null ? null : Route.MarkQuota(StartedAt);
    }

    /// <summary>Marks the request as about to be sent: from here on it may be charged for.</summary>
    /// <exception cref="OperationCanceledException">The attempt is over: a request sent now would be charged to no call.</exception>
    public void Send()
    {
        // Invariant: Send writes its mark and then reads the state; an outcome writes the state and then reads the mark. So one of the two sees the other.
        Atomic.Exchange(ref _sent, 1);
        if (Atomic.VolatileRead(in _state) == Over)
            throw new OperationCanceledException();
        if (Pipeline is not null)
            Atomic.Add(ref _sendsOfPipeline, 1);
    }

    /// <summary>Accepts the attempt: the route has admitted the call, and its answer has begun to flow.</summary>
    /// <returns>False when the attempt is over, or another one has won and this one is superseded.</returns>
    public bool TryAccept()
    {
        if (!Call.TryWin(this))
            Supersede(default);

        // Invariant: an attempt that is over is never accepted.
        if (!Atomic.CompareAndSwap(ref _state, Open, Accepted))
            return false;
        Run(0, static (self, _, now) =>
        {
            self.AnswerBegins(now);
            self.Note(now, failure: null, serves: true);
            HealthFeedback.Accepted(self);
            self.Observe(failure: null, now);
        });
        return true;
    }

    /// <summary>Charges output beyond the reservation at once, if need be as a debt.</summary>
    public void Grow(long outputSoFar, long now) => _lease.Grow(Settlement.Grown(this, outputSoFar), now);

    /// <summary>Completes the attempt: its answer is complete.</summary>
    /// <param name="flow">What has come.</param>
    /// <param name="goesOn">Whether the answer only begins a background response. Its use is still to come, so all that was reserved counts.</param>
    /// <returns>False when the attempt is over, or another one has won and this one is superseded.</returns>
    public bool Complete(Flow flow, bool goesOn = false)
    {
        if (Call.TryWin(this))
            return End((flow, goesOn), static (self, end, now) => self.CompleteAt(end.flow, end.goesOn, now));
        Supersede(flow);
        return false;
    }

    /// <summary>Fails the attempt, whatever has come of an answer.</summary>
    /// <returns>The failure as judged.</returns>
    public RouteFailure Fail(RouteFailure failure, Flow flow = default)
    {
        RouteFailure judged = Atomic.VolatileRead(in _state) == Accepted ? failure : HealthFeedback.Judged(this, failure);
        _ = End((judged, flow), static (self, end, now) => self.FailAt(end.judged, end.flow, now));
        return judged;
    }

    /// <summary>Supersedes the attempt: another one of the call has won. What flowed is charged; the route's health is not affected.</summary>
    public bool Supersede(Flow flow) => End(flow, static (self, end, now) =>
    {
        self.LeaveAt(end, now);
        self.Note(now, failure: null, serves: false, isSuperseded: true);
    });

    /// <summary>Abandons the attempt: its answer is no longer wanted. What flowed is charged, nothing if nothing was sent; the route's health is not affected.</summary>
    public bool Abandon(Flow flow = default) => End(flow, static (self, end, now) =>
    {
        bool isCancelled = self.Caller.IsCancellationRequested;
        if (self._wasAccepted || isCancelled)
            self.Note(now, failure: null, serves: self._wasAccepted, isCancelled: isCancelled);
        self.LeaveAt(end, now);
    });

    /// <summary>The remaining budget for the rest of the answer, after this attempt's part has broken off.</summary>
    public RequestBudget BudgetAfter(RouteFailure broken) => Call.Budget.AfterCommit(Route, Route.TooSmallFor(Demand, broken));

    /// <summary>The one place where an attempt ends. It settles what the outcome left unsettled: once sent, all that was reserved counts.</summary>
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
        LeaveWatch(now);
        return true;
    }

    /// <summary>Runs a step of the bookkeeping. An exception of user code in it, a clock or an estimator, costs neither the slot nor the answer.</summary>
    /// <returns>The time at which it ran.</returns>
    private long Run<TState>(TState state, Action<Attempt, TState, long> step)
    {
        long now = Clock.Now;
        _ = Try(state, step, now);
        return now;
    }

    /// <returns>Whether the step succeeded. An exception is reported, and the later steps still run.</returns>
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
