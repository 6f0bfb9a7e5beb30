using CapacityRouting;
using CapacityRouting.Simulation;
using QuickStart;

if (!CommandLine.TryRead(args, out var settings, out var exitCode))
    return exitCode;

var time = TimeProvider.System;
var clock = new RunClock(time);
await using var services = settings.Live ? null : await LoopbackServices.StartAsync(settings, clock);
var routes = services is null ? Routes.To(ApiKeys.FromEnvironment()) : Routes.To(services);

// This is the router: the routes, best first, each with its limits (see Routes.cs), and what holds for all of them.
// Their clients let it see the wire (see Clients/ModelClients.cs): stated waits, limits, and what is left of them.
using var router = new CapacityAwareChatClient(
    routes,
    new CapacityRoutingOptions { MaxWait = TimeSpan.FromSeconds(10) }.UseOpenAI().UseAnthropic(),
    time);

// From here on it is an IChatClient like any other. The demonstration sends it calls and shows what becomes of them.
var summary = await new Demonstration(router, routes, services, settings, clock).RunAsync();
return summary.Failed == 0 ? 0 : 1;
