using CapacityRouting.Benchmarks.Stubs;
using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Chat;
using CapacityRouting.Routing;
using CapacityRouting.Time;

namespace CapacityRouting.Benchmarks.Harness;

/// <summary>One thread's decisions: admit, lease every dimension, settle with what was really used.</summary>
internal sealed class Decider(AdmissionControl admissions, Clock clock)
{
    private readonly ChatDemand _demand = ChatDemand.Of(Workload.Messages, options: null);
    private readonly RoutingReport _report = new();
    private readonly CapacityUnits _used = CapacityUnits.OneRequest(Workload.UsedInputTokens, Workload.UsedOutputTokens);

    /// <summary>The clock is read once, as for a decision.</summary>
    public void Decide(int times)
    {
        for (int i = 0; i < times; i++)
        {
            long now = clock.Now;
            Lease lease = Admit(now);
            lease.Used(_used, now);
        }
    }

    /// <summary>The clock is read for the decision and again for the settlement, as a call in between demands.</summary>
    public void DecideAndSettleLater(int times)
    {
        for (int i = 0; i < times; i++)
        {
            Lease lease = Admit(clock.Now);
            lease.Used(_used, clock.Now);
        }
    }

    private Lease Admit(long now)
    {
        RequestBudget budget = new(patience: 0, deadline: Clock.Never, attempts: 3);
        return admissions.TryAdmit(_demand, budget, awaited: 0, now, _report, out Admission admission)
            ? admission.ToLease()
            : throw new InvalidOperationException("A route with room must take the call.");
    }
}
