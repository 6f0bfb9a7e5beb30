using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Tools;

/// <summary>An estimator of the test's own, which counts how often it is asked.</summary>
internal sealed class CountingEstimator(Func<IReadOnlyList<ChatMessage>, long> estimate) : ITokenEstimator
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public long EstimateInputTokens(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        Interlocked.Increment(ref _calls);
        return estimate(messages);
    }
}
