using CapacityRouting;
using CapacityRouting.Consumers;
using Microsoft.Extensions.AI;

using Failover services = new();
using CapacityAwareChatClient client = new([new ModelRoute("first", services.First), new ModelRoute("second", services.Second)]);

ChatResponse response = await client.GetResponseAsync("Hello?");
if (services.FaultOf(response.Text, response.GetRoutingReport()?.ServedBy) is { } fault)
{
    Console.Error.WriteLine($"Console: {fault}.");
    return 1;
}

Console.WriteLine($"Console, built for {AppContext.TargetFrameworkName}: the call failed over.");
return 0;
