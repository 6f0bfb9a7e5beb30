namespace CapacityRouting.Simulation.Tests.Metrics;

public sealed class GroupsTests
{
    private static readonly SimulatedCall Any = new(TimeSpan.Zero, 1, 1);

    private readonly HandRun _run = new(new ProviderSettings { Name = "a" });

    [Fact]
    public void By_Tenant_TellsWhatEachGot()
    {
        _run.Call(Any with { Tenant = "b" }, CallOutcome.Served, wait: 2);
        _run.Call(Any with { Tenant = "a" }, CallOutcome.Served, wait: 1);
        _run.Call(Any with { Tenant = "b" }, CallOutcome.Served, wait: 10.5);
        _run.Call(Any with { Tenant = "b" }, CallOutcome.Refused);
        _run.Call(Any with { Tenant = "b" }, CallOutcome.Failed);
        _run.Call(Any, CallOutcome.Refused);

        IReadOnlyList<GroupMetrics> tenants = _run.Measure().Tenants;

        Assert.Equal(["", "a", "b"], tenants.Select(tenant => tenant.Name));
        Assert.Equal((1, 0, 0, 1), Counts(tenants[0]));
        Assert.Equal((1, 1, 0, 0), Counts(tenants[1]));
        Assert.Equal((4, 2, 1, 1), Counts(tenants[2]));

        // Of b's four calls one came in time; half of the two that were served had waited 2 s, and nearly all 10.5.
        Assert.Equal([0, 1, 1.0 / 4], tenants.Select(tenant => tenant.ServedShare));
        Assert.Equal((2, 10.5), (tenants[2].WaitP50.TotalSeconds, tenants[2].WaitP99.TotalSeconds));
        Assert.Empty(_run.Measure().Classes);
    }

    [Fact]
    public void By_Class_IsByItsMeaningAndNotByItsSpelling()
    {
        _run.Call(Any with { Class = "critical" }, CallOutcome.Served);
        _run.Call(Any with { Class = "CRITICAL" }, CallOutcome.Refused);
        _run.Call(Any, CallOutcome.Served);
        _run.Call(Any with { Class = "Normal" }, CallOutcome.Served);

        IReadOnlyList<GroupMetrics> classes = _run.Measure().Classes;

        Assert.Equal([("Critical", 2, 1), ("Normal", 2, 2)], classes.Select(one => (one.Name, one.Offered, one.Served)));
        Assert.Empty(_run.Measure().Tenants);
    }

    private static (int Offered, int Served, int Late, int Refused) Counts(GroupMetrics group) => (group.Offered, group.Served, group.Late, group.Refused);
}
