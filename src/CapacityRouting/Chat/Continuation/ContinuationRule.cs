using CapacityRouting.Chat.Affinity;
using CapacityRouting.Pipeline;
using CapacityRouting.Routing;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Continuation;

/// <summary>Decides, from the failure, the request and what the caller has, whether another route may go on with an answer. Pure.</summary>
internal static class ContinuationRule
{
    /// <param name="failure">How the part broke off.</param>
    /// <param name="policy">Whether what a filter stopped may be asked of others.</param>
    /// <param name="options">The caller's options.</param>
    /// <param name="routing">The request's own wishes.</param>
    /// <param name="delivered">What the caller has.</param>
    /// <param name="left">How many continuations are left.</param>
    public static ContinuationStep After(
        FailureKind failure, RoutingPolicy policy, ChatOptions? options, RequestRouting? routing, in DeliveredParts delivered, int left)
    {
        if (left <= 0 || delivered.IsClosed || FailoverRule.Stops(failure, policy) || IsStructured(options) || IsBound(options, routing))
            return ContinuationStep.None;
        return delivered.HasText ? ContinuationStep.GoOn : ContinuationStep.BeginAnew;
    }

    /// <summary>Half an object by one model and half by another need not fit the schema, nor even parse.</summary>
    private static bool IsStructured(ChatOptions? options) => options?.ResponseFormat is ChatResponseFormatJson;

    private static bool IsBound(ChatOptions? options, RequestRouting? routing) =>
        StateClaim.IsBinding(options) || routing?.Route is not null;
}
