using CapacityRouting.Atomics;
using CapacityRouting.Chat.Affinity;
using CapacityRouting.Failures.Classification;
using CapacityRouting.Pipeline;
using CapacityRouting.Routing;
using CapacityRouting.Wire;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat;

/// <summary>The chat side of the routes: their clients, the user's estimators, the owners of provider state, and the reader of failures.</summary>
/// <param name="table">The routes.</param>
/// <param name="clients">Their clients, by the route's index.</param>
/// <param name="owners">The owners of provider state.</param>
/// <param name="classifier">The reader of failures.</param>
internal sealed class ChatRoutes(RouteTable table, IChatClient[] clients, StateOwners owners, FailureClassifier classifier)
{
    private ITokenEstimator?[] _estimators = [];

    public RouteTable Table => table;

    public StateOwners Owners => owners;

    /// <summary>Whether some route has an estimator of the user's.</summary>
    public bool HaveEstimators => Atomic.VolatileRead(in _estimators).Length > 0;

    /// <summary>The client of the only route; null where there are several.</summary>
    public IChatClient? OnlyClient => clients is [var only] ? only : null;

    public IChatClient ClientOf(Route route) => clients[route.Index];

    /// <summary>The user's estimator for a route; null for the built-in one.</summary>
    public ITokenEstimator? EstimatorOf(int route) => Atomic.VolatileRead(in _estimators) is { Length: > 0 } known ? known[route] : null;

    /// <summary>Reads the exception of a client.</summary>
    public RouteFailure FailureOf(Attempt attempt, Exception thrown) => classifier.OfException(Failed(attempt), thrown, attempt.Observation);

    /// <summary>Reads a response that may be no answer; null for an answer.</summary>
    public RouteFailure? FailureIn(Attempt attempt, ChatResponse response) => classifier.OfResponse(Failed(attempt), response, attempt.Observation);

    /// <summary>Reads an error that came as content after the answer had begun.</summary>
    public RouteFailure FailureIn(Attempt attempt, ErrorContent error) => classifier.OfContent(Failed(attempt), error, attempt.Observation);

    /// <summary>Whether the wire has shown an error that the client did not report.</summary>
    public static bool HasSwallowedError(Attempt attempt) => ResponseReader.ErrorOf(attempt.Observation) is not null;

    /// <summary>How the stream has ended on the wire.</summary>
    public static WireEnd EndOf(Attempt attempt) => attempt.Observation?.Response?.End ?? WireEnd.Unknown;

    /// <summary>Remembers the attempt's route as the maker of the provider state in an answer.</summary>
    public void Keep(Attempt attempt, ChatResponse response) => owners.Keep(attempt.Route.Index, response);

    /// <summary>As the other overload, for a stream's update. A conversation is noted only once. It allocates nothing where there is nothing to remember.</summary>
    public void Keep(Attempt attempt, IList<AIContent> contents, string? conversationId) => owners.Keep(attempt.Route.Index, contents, conversationId);

    /// <summary>Remembers that the response behind this token goes on at the attempt's route; of a stream's tokens, the last one.</summary>
    public void KeepToken(Attempt attempt, ResponseContinuationToken? token) => owners.KeepToken(attempt.Route.Index, token);

    /// <summary>Puts changed settings in force.</summary>
    /// <param name="settings">The routes' settings, in the order of the routes.</param>
    /// <param name="defaults">The policy, whose estimator serves the routes without one.</param>
    public void Change(IEnumerable<RouteSettings> settings, CapacityRoutingOptions defaults)
    {
        ITokenEstimator?[] estimators = [.. settings.Select(route => route.TokenEstimator ?? defaults.TokenEstimator)];
        Atomic.VolatileWrite(ref _estimators, Array.Exists(estimators, estimator => estimator is not null) ? estimators : []);
    }

    private static FailedRoute Failed(Attempt attempt) => new(attempt.Route.Name, attempt.Traits.Profile.TimeZone);
}
