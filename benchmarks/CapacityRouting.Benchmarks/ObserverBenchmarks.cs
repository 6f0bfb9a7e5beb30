using BenchmarkDotNet.Attributes;
using CapacityRouting.Benchmarks.Stubs;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Failures.Providers;
using CapacityRouting.Wire;

namespace CapacityRouting.Benchmarks;

/// <summary>What it costs to look at one exchange on the wire, over a network that answers at once.</summary>
public class ObserverBenchmarks
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    private readonly HttpRequestMessage _request = new(HttpMethod.Post, "http://model.test/");
    private readonly HttpMessageInvoker _bare = new(new InstantNetwork());
    private readonly HttpMessageInvoker _observed = new(new CapacityObserver(new InstantNetwork()));
    private readonly ObservedResponse _response = new(WireHead.Of(InstantNetwork.Answer()), string.Empty);
    private readonly LimitReading[] _readings = new LimitReading[HeaderDialect.MostReadings];

    [Benchmark(Baseline = true, Description = "The exchange alone")]
    public void Bare() => Send(_bare);

    [Benchmark(Description = "Observed, outside an attempt")]
    public void Outside() => Send(_observed);

    [Benchmark(Description = "Observed, in an attempt")]
    public void Inside()
    {
        AttemptObservation observation = new();
        AttemptObservation.Scope scope = AttemptObservation.Enter(observation);
        Send(_observed);
        scope.Leave();
    }

    [Benchmark(Description = "Reading the limits off the headers")]
    public int Headers() => ProviderProfile.OpenAI.Headers.Read(_response, Now, _readings);

    private void Send(HttpMessageInvoker network)
    {
        Task<HttpResponseMessage> sent = network.SendAsync(_request, CancellationToken.None);
        if (!sent.IsCompletedSuccessfully)
            throw new InvalidOperationException("The network must answer at once.", sent.Exception);
    }
}
