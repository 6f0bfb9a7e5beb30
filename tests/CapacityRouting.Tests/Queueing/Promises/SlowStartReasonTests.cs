using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Queueing.Promises;

/// <summary>Promise: a call that goes to the second route because of a slow start has that reason in its report.</summary>
public sealed class SlowStartReasonTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Calls_BeyondTheFirstTen_GoToTheSecondRouteForSlowStart(bool streaming)
    {
        HeldModel first = new();
        HeldModel second = new();
        using CapacityAwareChatClient client = new([new("a", first), new("b", second)], Make.Untimed(), new FakeTimeProvider());

        Task<ChatResponse>[] calls = [.. Enumerable.Range(0, 20).Select(_ => client.AskAsync(streaming))];

        Assert.Equal((10, 10), (first.Begun, second.Begun));
        first.EndAll();
        second.EndAll();
        ChatResponse[] answers = await Task.WhenAll(calls).DoneAsync();
        Assert.All(answers[..10], answer => Assert.Equal("a", answer.GetRoutingReport()!.ServedBy));
        Assert.All(answers[10..], answer => Assert.Equal(("a", ExclusionReason.SlowStart), Of(Assert.Single(answer.GetRoutingReport()!.Excluded))));
    }

    private static (string Route, ExclusionReason Reason) Of(RouteExclusion exclusion) => (exclusion.Route, exclusion.Reason);
}
