using System.Runtime.CompilerServices;
using CapacityRouting.Consumers;

if (RuntimeFeature.IsDynamicCodeSupported)
    return Fail("this program was not compiled ahead of time");

foreach (bool streaming in new[] { false, true })
    foreach (bool failing in new[] { false, true })
        if (await new CacheTrial(streaming, failing).FaultAsync() is { } fault)
            return Fail($"a cache above the router, streaming {streaming}, after a failover {failing}: {fault}");

Console.WriteLine("Native AOT: a cache above the router stores and gives back whole and streamed answers.");
return 0;

static int Fail(string fault)
{
    Console.Error.WriteLine($"Native AOT: {fault}.");
    return 1;
}
