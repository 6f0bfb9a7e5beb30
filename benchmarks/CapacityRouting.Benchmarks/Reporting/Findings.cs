namespace CapacityRouting.Benchmarks.Reporting;

/// <summary>What each table says, in a few sentences made from its own figures.</summary>
internal static class Findings
{
    public static string Decide(Figures f) =>
        $"A decision over three routes, leased in four dimensions and in flight and settled with real usage, takes {f.Nanoseconds("OursOnOneRoute"):N0} ns " +
        $"and {f.Bytes("OursOnOneRoute")} bytes. One reading of the clock is {f.Nanoseconds("ClockAlone"):N0} ns of it. Two chained limiters, " +
        $"which settle nothing, take {f.Nanoseconds("ChainedLimiters"):N0} ns and {f.Bytes("ChainedLimiters")} bytes. " +
        $"With two threads a decision takes {f.Nanoseconds("OursOnOneRoute", 2):N0} ns when both want the same route and " +
        $"{f.Nanoseconds("OursOnOwnRoutes", 2):N0} ns when each has its own. The chained limiters take {f.Nanoseconds("ChainedLimiters", 2):N0} ns.";

    public static string WholeCall(Figures f) =>
        $"Over the model alone, a call with everything on adds {f.Nanoseconds("Ours") - f.Nanoseconds("ModelAlone"):N0} ns and " +
        $"{f.Bytes("Ours") - f.Bytes("ModelAlone")} bytes (two threads: {f.Nanoseconds("Ours", 2) - f.Nanoseconds("ModelAlone", 2):N0} ns). " +
        $"The hand-built equivalent adds {f.Nanoseconds("HandBuilt") - f.Nanoseconds("ModelAlone"):N0} ns and " +
        $"{f.Bytes("HandBuilt") - f.Bytes("ModelAlone")} bytes ({Times(f.Nanoseconds("HandBuilt") - f.Nanoseconds("ModelAlone"), f.Nanoseconds("Ours") - f.Nanoseconds("ModelAlone"))} ours). " +
        "It has no report, no settlement and half the dimensions. " +
        $"Ordered failover, which knows no limits, adds {f.Nanoseconds("Ordered") - f.Nanoseconds("ModelAlone"):N0} ns.";

    public static string SkipSaturated(Figures f) =>
        $"Passing over two routes without room makes a call {Times(f.Nanoseconds("OursSkipping"), f.Nanoseconds("OursUnsaturated"))} as long as one that the first route takes. " +
        $"The report has both exclusions, their reasons and their waits. By hand it takes {f.Nanoseconds("HandBuiltSkippingByLease"):N0} ns when the leases are " +
        $"checked. It takes {f.Nanoseconds("HandBuiltSkippingByException"):N0} ns when a refusal is an exception, " +
        $"{Times(f.Nanoseconds("HandBuiltSkippingByException"), f.Nanoseconds("OursSkipping"))} ours.";

    public static string Stream(Figures f) =>
        $"A stream of twenty updates takes {f.Nanoseconds("Ours") - f.Nanoseconds("ModelAlone"):N0} ns and {f.Bytes("Ours") - f.Bytes("ModelAlone"):N0} bytes more than the model's own " +
        $"with everything on: {(f.Nanoseconds("Ours") - f.Nanoseconds("ModelAlone")) / 20:N0} ns an update. " +
        $"Ordered failover takes {f.Nanoseconds("Ordered") - f.Nanoseconds("ModelAlone"):N0} ns and {f.Bytes("Ordered") - f.Bytes("ModelAlone"):N0} bytes more. It measures, bounds and reports nothing.";

    public static string Update(Figures f) =>
        $"An update that is there at once takes {f.Nanoseconds("Ours") - f.Nanoseconds("ModelAlone"):N0} ns more than the model's own. Ordered failover's takes {f.Nanoseconds("Ordered") - f.Nanoseconds("ModelAlone"):N0} ns more. " +
        $"One that has to be waited for takes {f.Nanoseconds("OursLate") - f.Nanoseconds("ModelAloneLate"):N0} ns more, the reading of the clock and the timer included. Ordered failover ({f.Nanoseconds("OrderedLate") - f.Nanoseconds("ModelAloneLate"):N0} ns) does without those. " +
        "What is allocated is the opening's, spread over a thousand updates.";

    public static string Breaker(Figures f) =>
        $"Polly's breaker around each call costs {f.Nanoseconds("Polly"):N0} ns and {f.Bytes("Polly")} bytes. A healthy route here pays {f.Nanoseconds("Healthy"):N1} ns " +
        $"and {f.Bytes("Healthy")} bytes: its successes are not told while nothing has failed. " +
        $"A route that failed within the sampling duration pays {f.Nanoseconds("Shaken"):N0} ns, until it is healthy again.";

    public static string Observer(Figures f) =>
        $"Observing an exchange within an attempt adds {f.Nanoseconds("Inside") - f.Nanoseconds("Bare"):N0} ns and {f.Bytes("Inside") - f.Bytes("Bare")} bytes to it. " +
        $"Outside an attempt it adds {f.Nanoseconds("Outside") - f.Nanoseconds("Bare"):N0} ns and {f.Bytes("Outside") - f.Bytes("Bare")} bytes. " +
        $"Reading two limits off six headers takes {f.Nanoseconds("Headers"):N0} ns and {f.Bytes("Headers")} bytes.";

    public static string Classify(Figures f) =>
        $"To find that an answer is one takes {f.Nanoseconds("Answer"):N0} ns and {f.Bytes("Answer")} bytes. " +
        $"A refusal with an error body of 1 KB is read in {f.Nanoseconds("Refusal") / 1000:N1} microseconds. A refusal in which nothing is known is read in {f.Nanoseconds("UnheardOf") / 1000:N1}.";

    private static string Times(double value, double unit) => $"{value / unit:N1} times";
}
