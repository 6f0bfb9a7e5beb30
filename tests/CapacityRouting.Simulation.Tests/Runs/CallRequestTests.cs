using Microsoft.Extensions.AI;

namespace CapacityRouting.Simulation.Tests.Runs;

public sealed class CallRequestTests
{
    private static readonly SimulatedCall Call = new(TimeSpan.Zero, 100, 10);

    [Fact]
    public void OptionsOf_ClassAndTenant_AreForTheRouter()
    {
        ChatOptions options = CallRequest.OptionsOf(Call with { Class = "critical", Tenant = "acme", MaxOutputTokens = 7 });

        RequestRouting routing = Assert.IsType<RequestRouting>(Assert.Single(options.AdditionalProperties!).Value);
        Assert.Equal((RequestPriority.Critical, "acme", 7), (routing.Priority, routing.Tenant, options.MaxOutputTokens));
    }

    [Fact]
    public void OptionsOf_TenantAlone_IsNormal()
    {
        RequestRouting routing = Assert.IsType<RequestRouting>(Assert.Single(CallRequest.OptionsOf(Call with { Tenant = "acme" }).AdditionalProperties!).Value);

        Assert.Equal((RequestPriority.Normal, "acme"), (routing.Priority, routing.Tenant));
    }

    [Fact]
    public void OptionsOf_NeitherClassNorTenant_AskNothingOfTheRouter() => Assert.Null(CallRequest.OptionsOf(Call with { Session = "s" }).AdditionalProperties);

    [Fact]
    public void MessagesOf_AContinuation_EndWithTheResultOfATool()
    {
        Assert.Equal([ChatRole.User], Roles(Call));
        Assert.Equal([ChatRole.User, ChatRole.Assistant, ChatRole.Tool], Roles(Call with { IsContinuation = true }));
    }

    [Fact]
    public void MessagesOf_AContinuation_AreServedAsAnyCall()
    {
        RunResult run = Simulator.Run(TestRun.Of(new Workload("agent", [Call with { IsContinuation = true, Class = "background" }]), limits: null, TestRun.Provider("gpt")));

        ProviderVisit visit = Assert.Single(run.Visits);
        Assert.Equal((0, 100, 10, VisitEnd.Answered), (visit.Call, visit.InputTokens, visit.OutputTokens, visit.End));
        Assert.Equal(CallOutcome.Served, Assert.Single(run.Calls).Outcome);
    }

    private static IEnumerable<ChatRole> Roles(SimulatedCall call) => CallRequest.MessagesOf(new(0, call, isStream: false), 4).Select(message => message.Role);
}
