using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Docs;

/// <summary>The README says what happens if nothing is set. Its figures are the code's.</summary>
public sealed class DefaultsTests
{
    [Fact]
    public void Figures_OfTheReadmesTable_AreTheDefaultsOfTheCode()
    {
        CapacityRoutingOptions options = new();
        CircuitBreakerSettings breaker = options.CircuitBreaker;
        string readme = Repository.Read("README.md");

        Assert.Equal((4, 0.5), (breaker.MinimumThroughput, breaker.FailureRatio));
        Assert.All(
            [
                $"waits for room for at most {Seconds(options.MaxWait)}, in line",
                $"four outcomes in {Seconds(breaker.SamplingDuration)}, half of them failures: left alone for {Seconds(breaker.BreakDuration)}",
                $"ever more rarely up to {Seconds(breaker.MaxBreakDuration)}",
            ],
            figure => Assert.Contains(figure, readme, StringComparison.Ordinal));
        Assert.Equal((true, null, null, 0), (options.RetryWhenAlone, options.MaxAttempts, options.Deadline, options.MaxContinuations));
    }

    private static string Seconds(TimeSpan time) => FormattableString.Invariant($"{time.TotalSeconds:0} s");
}
