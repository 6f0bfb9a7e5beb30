using CapacityRouting.Atomics;
using CapacityRouting.Chat.Affinity;
using CapacityRouting.Failures.Classification;
using CapacityRouting.Pipeline;
using CapacityRouting.Routing;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat;

/// <summary>The front door's side of the routes: their clients, the user's estimators for them, and who made what is kept there, and what reads their failures.</summary>
/// <param name="table">The routes.</param>
/// <param name="clients">Their clients, by the route's index.</param>
/// <param name="owners">Which routes own what.</param>
/// <param name="classifier">What reads their failures.</param>
internal sealed class ChatRoutes(RouteTable table, IChatClient[] clients, StateOwners owners, FailureClassifier classifier)
{
    private ITokenEstimator?[] _estimators = [];

    public RouteTable Table => table;

    public StateOwners Owners => owners;

    /// <summary>Whether some route has an estimator of the user's.</summary>
    public bool HaveEstimators => Atomic.VolatileRead(in _estimators).Length > 0;

    public IChatClient ClientOf(Route route) => clients[route.Index];

    /// <summary>The user's estimator for a route; null for the built-in one.</summary>
    public ITokenEstimator? EstimatorOf(int route) => Atomic.VolatileRead(in _estimators) is { Length: > 0 } known ? known[route] : null;

    /// <summary>Reads what a client threw.</summary>
    public RouteFailure FailureOf(Attempt attempt, Exception thrown) => classifier.OfException(attempt.Route.Name, thrown, attempt.Observation);

    /// <summary>Reads a response that may be no answer; null for an answer.</summary>
    public RouteFailure? FailureIn(Attempt attempt, ChatResponse response) => classifier.OfResponse(attempt.Route.Name, response, attempt.Observation);

    /// <summary>Reads an error that came as content after the answer had begun.</summary>
    public RouteFailure FailureIn(Attempt attempt, ErrorContent error) => classifier.OfContent(attempt.Route.Name, error, attempt.Observation);

    /// <summary>Whether the wire has shown an error that the client did not report.</summary>
    public static bool HasSwallowedError(Attempt attempt) => ResponseReader.ErrorOf(attempt.Observation) is not null;

    /// <summary>Remembers that the attempt's route made what is its own in an answer.</summary>
    public void Keep(Attempt attempt, ChatResponse response) => owners.Keep(attempt.Route.Index, response);

    /// <summary>As the other overload, of a stream's update: a conversation need be told only once. Allocates nothing where there is nothing to remember.</summary>
    public void Keep(Attempt attempt, IList<AIContent> contents, string? conversationId) => owners.Keep(attempt.Route.Index, contents, conversationId);

    /// <summary>Remembers that what this stands for goes on at the attempt's route; of a stream's tokens, the last one.</summary>
    public void KeepToken(Attempt attempt, ResponseContinuationToken? token) => owners.KeepToken(attempt.Route.Index, token);

    /// <summary>Puts changed settings in force.</summary>
    /// <param name="settings">The routes' settings, in the order of the routes.</param>
    /// <param name="defaults">The policy, whose estimator serves the routes without one.</param>
    public void Change(IEnumerable<RouteSettings> settings, CapacityRoutingOptions defaults)
    {
        ITokenEstimator?[] estimators = [.. settings.Select(route => route.TokenEstimator ?? defaults.TokenEstimator)];
        Atomic.VolatileWrite(ref _estimators, Array.Exists(estimators, estimator => estimator is not null) ? estimators : []);
    }
}
