using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CapacityRouting.Simulation.Tests.Testing;

/// <summary>An application's own registration, over simulated providers.</summary>
public sealed class RoutingSimulationTests
{
    private static readonly ProviderSettings Down = new() { Name = "gpt", Faults = [new Fault(FaultKind.Outage) { Until = TimeSpan.FromMinutes(1) }] };

    [Fact]
    public void Run_OverRoutesThatAreDown_FailsOverAndComesBackInVirtualTime()
    {
        List<string?> served = [];

        new RoutingSimulation(Register, Down).Run(async app =>
        {
            served.Add((await app.Client.GetResponseAsync("Why is the sky blue?")).GetRoutingReport()!.ServedBy);
            await app.UntilAsync(TimeSpan.FromMinutes(3));
            served.Add((await app.Client.GetResponseAsync("And now?")).GetRoutingReport()!.ServedBy);

            Assert.True(app.Elapsed >= TimeSpan.FromMinutes(3));
            Assert.Equal([VisitEnd.Unavailable, VisitEnd.Answered], app.ProviderOf("gpt").Visits.Select(visit => visit.End));
            Assert.Equal(1, app.ProviderOf("claude").Count(VisitEnd.Answered));
        });

        Assert.Equal(["claude", "gpt"], served);
    }

    [Fact]
    public void Run_OfACallThatWaits_WaitsInVirtualTime() =>
        new RoutingSimulation(services => services.AddCapacityAwareFallback(routing => routing
            .AddRoute("gpt", _ => throw new InvalidOperationException("The real client is made."), route => route.Limits = new() { RequestsPerMinute = 60, Burst = TimeSpan.FromSeconds(1) })))
            .Run(async app =>
            {
                await app.Client.GetResponseAsync("first");
                RoutingReport second = (await app.Client.GetResponseAsync("second")).GetRoutingReport()!;

                Assert.InRange(second.Waited, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1));
            });

    [Fact]
    public void Run_OfATestThatFails_ThrowsItsException()
    {
        NotSupportedException own = new("as expected");

        Assert.Same(own, Assert.Throws<NotSupportedException>(() => new RoutingSimulation(Register).Run(_ => throw own)));
    }

    /// <summary>A test that would hang is told so.</summary>
    [Fact]
    public void Run_OfATestThatWaitsForNothing_EndsWithAnError()
    {
        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => new RoutingSimulation(Register).Run(_ => new TaskCompletionSource().Task));

        Assert.Contains("stands still", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithAProviderOfNoRoute_NamesItAndTheRoutes()
    {
        RoutingSimulation simulation = new(Register, new ProviderSettings { Name = "gtp" });

        ArgumentException thrown = Assert.Throws<ArgumentException>(() => simulation.Run(async app => await app.Client.GetResponseAsync("hi")));

        Assert.Equal("No route has the name of the provider 'gtp'; the routes are: 'gpt', 'claude'.", thrown.Message);
        ArgumentException unused = Assert.Throws<ArgumentException>(() => simulation.Run(_ => Task.CompletedTask));
        Assert.Contains("no router was made", unused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_AskedForAProviderOfNoRoute_NamesTheRoutes() =>
        new RoutingSimulation(Register).Run(async app =>
        {
            await app.Client.GetResponseAsync("hi");

            Assert.Contains("'gpt', 'claude'", Assert.Throws<ArgumentException>(() => app.ProviderOf("gtp")).Message, StringComparison.Ordinal);
        });

    [Fact]
    public void Run_OfWrongSettingsOfTheApplication_NamesThem()
    {
        RoutingSimulation simulation = new(services => services.AddCapacityAwareFallback(routing => routing.AddRoute("gpt", _ => null!).Configure(options => options.MaxAttempts = 0)));

        OptionsValidationException thrown = Assert.ThrowsAny<OptionsValidationException>(() => simulation.Run(_ => Task.CompletedTask));

        Assert.Contains("MaxAttempts", Assert.Single(thrown.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void New_WithWrongProviders_NamesEachErrorWithItsValue()
    {
        ArgumentException thrown = Assert.Throws<ArgumentException>(() => new RoutingSimulation(
            Register,
            new ProviderSettings { Name = "gpt", MaxConcurrentRequests = 0 },
            new ProviderSettings { Name = "gpt", Faults = [new Fault(FaultKind.Outage) { Share = 2 }] },
            new ProviderSettings { Name = " " }));

        Assert.Contains("gpt: 2 providers have this name", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("MaxConcurrentRequests", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("Share", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("a provider has no name", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("key")]
    public void Replay_OfAnHour_RecordsWhatTheApplicationsRouterDid(string? key)
    {
        RoutingSimulation simulation = new(
            services =>
            {
                if (key is null)
                    Register(services);
                else
                    services.AddCapacityAwareFallback(key, Routes);
            },
            new ProviderSettings { Name = "gpt", Limits = [new(CapacityDimension.RequestsPerMinute, 60)] },
            new ProviderSettings { Name = "claude", Dialect = ProviderDialect.Anthropic });

        RunResult result = simulation.Replay(Workloads.Steady(ratePerSecond: 2, TimeSpan.FromHours(1), new TokenMix(new TokenRange(150, 0.3), new TokenRange(15, 0.3)), seed: 1), key);

        Assert.InRange(result.Calls.Count, 6_000, 8_500);
        Assert.All(result.Calls, call => Assert.Equal(CallOutcome.Served, call.Outcome));
        Assert.InRange(result.Calls.Count(call => call.ServedBy == "gpt") / 60, 50, 62);
    }

    [Fact]
    public void Replay_WithARouteThatHasNoProvider_NamesIt()
    {
        OptionsValidationException thrown = Assert.ThrowsAny<OptionsValidationException>(() => new RoutingSimulation(Register, Down).Replay(Workloads.Steady(1, TimeSpan.FromMinutes(1), new TokenMix(new TokenRange(150, 0.3), new TokenRange(15, 0.3)), seed: 1)));

        Assert.Contains("Route 'claude' has no provider in the replay", thrown.Message, StringComparison.Ordinal);
    }

    private static void Register(IServiceCollection services) => services.AddCapacityAwareFallback(Routes);

    private static void Routes(CapacityRoutingBuilder routing) => routing
        .AddKeyedRoute("gpt", "a key that no client has")
        .AddRoute("claude", _ => throw new InvalidOperationException("The real client is made."));
}
