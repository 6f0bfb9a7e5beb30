using CapacityRouting.Atomics;
using CapacityRouting.Failures;
using CapacityRouting.Ownership;
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

    public FailureClassifier Classifier => classifier;

    /// <summary>Whether some route has an estimator of the user's.</summary>
    public bool HaveEstimators => Atomic.Read(in _estimators).Length > 0;

    public IChatClient ClientOf(Route route) => clients[route.Index];

    /// <summary>The user's estimator for a route; null for the built-in one.</summary>
    public ITokenEstimator? EstimatorOf(int route) => Atomic.Read(in _estimators) is { Length: > 0 } known ? known[route] : null;

    /// <summary>Puts changed settings in force.</summary>
    /// <param name="settings">The routes' settings, in the order of the routes.</param>
    /// <param name="defaults">The policy, whose estimator serves the routes without one.</param>
    public void Change(IEnumerable<RouteSettings> settings, CapacityRoutingOptions defaults)
    {
        ITokenEstimator?[] estimators = [.. settings.Select(route => route.TokenEstimator ?? defaults.TokenEstimator)];
        Atomic.Write(ref _estimators, Array.Exists(estimators, estimator => estimator is not null) ? estimators : []);
    }
}
