using CapacityRouting.Estimation;
using CapacityRouting.Pipeline;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat;

/// <summary>The usage of a whole response.</summary>
internal static class ResponseFlow
{
    /// <summary>The reported usage; missing output is estimated.</summary>
    public static Flow Of(ChatResponse response)
    {
        UsageDetails? usage = UsageReader.Read(response.Usage);
        return new(usage, usage?.OutputTokenCount is null ? OutputOf(response) : 0);
    }

    /// <summary>The reported usage of a response that is a failure: its words are no output.</summary>
    public static Flow OfFailure(ChatResponse response) => new(UsageReader.Read(response.Usage), Output: 0);

    private static long OutputOf(ChatResponse response)
    {
        long tokens = 0;
        foreach (ChatMessage? message in response.Messages)
            tokens += TokenEstimator.Estimate(message?.Contents ?? []);
        return tokens;
    }
}
