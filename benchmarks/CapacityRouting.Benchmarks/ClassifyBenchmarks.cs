using BenchmarkDotNet.Attributes;
using CapacityRouting.Benchmarks.Stubs;
using CapacityRouting.Failures.Classification;
using CapacityRouting.Telemetry;
using CapacityRouting.Wire;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Benchmarks;

/// <summary>What it costs to find out how an attempt ended.</summary>
public class ClassifyBenchmarks
{
    private const int BodyLength = 1024;

    private static readonly string Body =
        """{"error":{"message":"Rate limit reached for the model in organization org-1 on tokens per min (TPM): Limit 30000, Used 28000, Requested 4000. Please try again in 4s. """.PadRight(BodyLength - 70, '.') +
        "\",\"type\":\"tokens\",\"param\":null,\"code\":\"rate_limit_exceeded\"}}";

    private readonly FailureClassifier _classifier = new(own: null, [], TimeProvider.System, RoutingEvents.None);
    private readonly ChatResponse _answer = InstantClient.NewResponse();
    private readonly HttpRequestException _exception = new("The service refused the call.");
    private readonly AttemptObservation _refused = Refused(Body);
    private readonly AttemptObservation _unheardOf = Refused(new string('?', BodyLength));

    [Benchmark(Baseline = true, Description = "An answer")]
    public RouteFailure? Answer() => _classifier.OfResponse(new("route"), _answer, observation: null);

    [Benchmark(Description = "A refusal with a body of 1 KB")]
    public RouteFailure Refusal() => _classifier.OfException(new("route"), _exception, _refused);

    [Benchmark(Description = "A body of 1 KB that says nothing known")]
    public RouteFailure UnheardOf() => _classifier.OfException(new("route"), _exception, _unheardOf);

    private static AttemptObservation Refused(string body)
    {
        AttemptObservation observation = new();
        observation.Received(new ObservedResponse(WireHead.Of(InstantNetwork.Answer()) with { Status = 429 }, body));
        return observation;
    }
}
