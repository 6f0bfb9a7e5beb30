using CapacityRouting.Simulation;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Goodput.Rivals;

/// <summary>A rival as reports name it, and how it is made for a run. Immutable.</summary>
/// <param name="Id">Its name on a command line and in data.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Make">Makes it, fresh for each run.</param>
internal sealed record RivalEntry(string Id, string Name, Func<RunContext, IChatClient> Make)
{
    /// <summary>Whether it is given the limits that our router is given, instead of the true ones.</summary>
    public bool KnowsConfigured { get; init; }
}
