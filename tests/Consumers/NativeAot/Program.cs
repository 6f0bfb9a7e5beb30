using System.Runtime.CompilerServices;
using CapacityRouting;
using CapacityRouting.Consumers;
using Microsoft.Extensions.AI;

if (RuntimeFeature.IsDynamicCodeSupported)
    return Fail("this program was not compiled ahead of time");

using Failover services = new();
using CapacityAwareChatClient client = new([new ModelRoute("first", services.First), new ModelRoute("second", services.Second)]);
ChatResponse response = await client.GetResponseAsync("Hello?");
if (services.FaultOf(response.Text, response.GetRoutingReport()?.ServedBy) is { } wrong)
    return Fail(wrong);

// The time of the start is measured from outside, of a program that has made a call.
if (args is ["--call"])
    return 0;

foreach (bool streaming in new[] { false, true })
    foreach (bool failing in new[] { false, true })
        if (await new CacheTrial(streaming, failing).FaultAsync() is { } fault)
            return Fail($"a cache above the router, streaming {streaming}, after a failover {failing}: {fault}");

Console.WriteLine("Native AOT: the call failed over, and a cache above the router stores and gives back whole and streamed answers.");
return 0;

static int Fail(string fault)
{
    Console.Error.WriteLine($"Native AOT: {fault}.");
    return 1;
}
