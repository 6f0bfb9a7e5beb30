namespace CapacityRouting.Benchmarks.Reporting;

/// <summary>One table of the report: its benchmarks, its title and what it says.</summary>
internal sealed record Chapter(Type Benchmarks, string Title, Func<Figures, string> Finding)
{
    public static Chapter[] All { get; } =
    [
        new(typeof(DecideBenchmarks), "Deciding, leasing and settling", Findings.Decide),
        new(typeof(WholeCallBenchmarks), "A whole call", Findings.WholeCall),
        new(typeof(SkipSaturatedBenchmarks), "Passing over saturated routes", Findings.SkipSaturated),
        new(typeof(StreamBenchmarks), "A stream of twenty updates", Findings.Stream),
        new(typeof(UpdateBenchmarks), "An update of a long stream", Findings.Update),
        new(typeof(BreakerBenchmarks), "The circuit breaker", Findings.Breaker),
        new(typeof(ObserverBenchmarks), "Observing the wire", Findings.Observer),
        new(typeof(ClassifyBenchmarks), "Classifying an outcome", Findings.Classify),
    ];
}
