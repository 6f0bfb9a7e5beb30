using CapacityRouting.Chat.Affinity;
using CapacityRouting.Pipeline;
using CapacityRouting.Routing;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Continuation;

/// <summary>Decides whether another route may continue an answer: by the failure, the request and the caller's part of the answer. Pure.</summary>
internal static class ContinuationRule
{
    /// <param name="failure">How the part broke off.</param>
    /// <param name="policy">Whether another route may get an answer that a filter stopped.</param>
    /// <param name="options">The caller's options.</param>
    /// <param name="routing">The request's own settings.</param>
    /// <param name="delivered">The parts that the caller has.</param>
    /// <param name="left">The number of continuations left.</param>
    public static ContinuationStep After(
        FailureKind failure, RoutingPolicy policy, ChatOptions? options, RequestRouting? routing, in DeliveredParts delivered, int left)
    {
        if (left <= 0 || delivered.IsClosed || FailoverRule.Stops(failure, policy) || IsStructured(options) || IsBound(options, routing))
            return ContinuationStep.None;
        return delivered.HasText ? ContinuationStep.GoOn : ContinuationStep.BeginAnew;
    }

    /// <summary>Half an object by one model and half by another may not fit the schema, nor even parse.</summary>
    private static bool IsStructured(ChatOptions? options) => options?.ResponseFormat is ChatResponseFormatJson;

    private static bool IsBound(ChatOptions? options, RequestRouting? routing) =>
        StateClaim.IsBinding(options) || routing?.Route is not null;
}

/// <summary>The next step of an answer that broke off after part of it had reached the caller.</summary>
internal enum ContinuationStep
{
    /// <summary>Nothing: the caller gets the failure.</summary>
    None,

    /// <summary>Another route may go on from its text.</summary>
    GoOn,

    /// <summary>Only reasoning has come: another route may answer anew, without a partial answer to continue.</summary>
    BeginAnew,
}
