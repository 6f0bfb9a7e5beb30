using CapacityRouting.Failures.Classification;
using CapacityRouting.Telemetry;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Failures.Classification;

public sealed class ClassificationCostTests
{
    private readonly FailureClassifier _classifier = new(own: null, [], new FakeTimeProvider(), RoutingEvents.None);

    [Fact]
    public void OfResponse_AnAnswer_AllocatesNothing()
    {
        ChatResponse answer = TestClient.Says("The answer.");
        AttemptObservation observation = new();
        observation.Received(new ObservedResponse(200, [new("x-ratelimit-remaining-tokens", "100")]));
        Judge(answer, observation, times: 100);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Judge(answer, observation, times: 1_000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private void Judge(ChatResponse answer, AttemptObservation observation, int times)
    {
        for (int i = 0; i < times; i++)
            Assert.Null(_classifier.OfResponse(new("a"), answer, observation));
    }
}
