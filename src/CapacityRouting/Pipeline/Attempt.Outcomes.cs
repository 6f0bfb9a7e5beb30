using CapacityRouting.Capacity.Limits;
using CapacityRouting.Routing;
using CapacityRouting.Time;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Pipeline;

/// <summary>The steps of each outcome. Their order matters to the waiters, which look when the slot is released.</summary>
internal sealed partial class Attempt
{
    private void CompleteAt(Flow flow, bool goesOn, long now)
    {
        Note(now, failure: null, serves: true);
        if (!_wasAccepted && !goesOn && flow.IsWhole)
            AnswerCame(now);

        // A stream reports its success before the slot is released: the waiters look at that moment.
        if (_wasAccepted)
            TellHealthy(now);
        else
            Observe(failure: null, now);
        if (goesOn && !_wasAccepted)
            Settle(Taken, Taken.InputTokens, now);
        else
            Charge(flow, now);
        if (!IsPoll && !goesOn && flow.IsWhole)
            Route.LearnOutput(Demand, flow.OutputTokens);
        if (_wasAccepted)
            return;
        HealthFeedback.Accepted(this);
        TellHealthy(now);
    }

    /// <summary>Records a failure. The route learns of it before the slot is released: a waiter must not meet the same failure.</summary>
    private void FailAt(RouteFailure failure, Flow flow, long now)
    {
        Note(now, failure, serves: false);
        _hasVerdict = true;
        LeaveWatch(now, ranOut: failure.Kind == FailureKind.Timeout);
        bool isTold = (_wasAccepted || now < Call.Budget.Deadline) && Try(failure, static (self, failed, at) => self._services.Health.Failed(self, failed, at), now);
        if (IsProbe && !isTold)
            Route.Undecided(StartedAt, now);
        if (_wasAccepted || Settlement.IsUsed(failure.Kind, flow))
            Charge(flow, now);
        else
            Settle(Settlement.OfFailure(this, failure.Kind), served: 0, now);

        // After settling: the level in a refusal excludes this call, as the provider did not count it.
        if (!_wasAccepted)
            Observe(failure, now);
    }

    /// <summary>Ends without a verdict. The probe is given back before the slot: the waiters look when the slot is released.</summary>
    private void LeaveAt(Flow flow, long now)
    {
        if (IsProbe && !_hasVerdict)
            Route.Undecided(StartedAt, now);
        _hasVerdict = true;
        if (IsSent)
            Charge(flow, now);
        else
            Withdraw(now);
    }

    private void Charge(in Flow flow, long now)
    {
        if (flow.Usage is not null)
            Learn(flow.Usage);
        Settle(Settlement.ByFlow(this, flow), Settlement.Served(this, flow), now);
    }

    /// <summary>Settles the lease. The tenant is charged before the slot is released: the waiters look at that moment.</summary>
    /// <param name="used">The units that the provider counts.</param>
    /// <param name="served">The tokens read and written.</param>
    /// <param name="now">The time.</param>
    private void Settle(in CapacityUnits used, long served, long now)
    {
        Call.Settle(served);
        _lease.Used(used, now);
    }

    private void Withdraw(long now)
    {
        Call.Settle(0);
        _lease.Abandoned(now);
    }

    private void Learn(UsageDetails usage)
    {
        Report.Used(usage.TotalTokenCount ?? (usage.InputTokenCount + usage.OutputTokenCount));
        if (!IsPoll && Settlement.SentInput(usage) is { } input)
            _ = Try(input, static (self, sent, _) => self.Route.LearnInput(self.Demand, sent), StartedAt);
    }

    private void TellHealthy(long now)
    {
        if (_hasVerdict)
            return;
        _hasVerdict = true;
        if (!Try(0, static (self, _, at) => self._services.Health.Served(self, at), now) && IsProbe)
            Route.Undecided(StartedAt, now);
    }

    private void Observe(RouteFailure? failure, long now)
    {
        if ((Observation is not null || failure is not null) && !IsPoll)
            _ = Try(failure, static (self, failed, at) => self._services.Quotas.Record(self, failed, at), now);
    }

    /// <summary>Notes the attempt in the report. The number of requests that the client sent is known only with an observer.</summary>
    private void Note(long now, RouteFailure? failure, bool serves, bool isSuperseded = false, bool isCancelled = false)
    {
        int? sends = Observation is { Sends: > 0 and var sent } ? sent : null;
        Report.Note(new(Number, Route.Name, Clock.ToTimeSpan(now - StartedAt), failure, sends) { IsSuperseded = isSuperseded, IsCancelled = isCancelled, SpilledTo = Settlement.SpilledTo(this) }, serves);
    }
}
