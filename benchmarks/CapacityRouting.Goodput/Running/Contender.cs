using CapacityRouting.Goodput.Rivals;
using CapacityRouting.Goodput.Scenarios;
using CapacityRouting.Simulation;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Goodput.Running;

/// <summary>A router that is put to the test.</summary>
/// <param name="Id">Its name in files.</param>
/// <param name="Name">Its name in tables.</param>
/// <param name="For">Makes it for a situation.</param>
internal sealed record Contender(string Id, string Name, Func<Situation, Func<RunContext, IChatClient>> For)
{
    public const string OursId = "capacity-routing";

    /// <summary>Ours, then the rivals.</summary>
    public static IReadOnlyList<Contender> All { get; } =
        [new(OursId, "**CapacityRouting**", Ours), .. RivalTable.All.Select(rival => new Contender(rival.Id, rival.Name, situation => Rival(rival, situation)))];

    private static Func<RunContext, IChatClient> Ours(Situation situation) => context => new CapacityAwareChatClient(
        situation.Routes.Zip(context.Clients, RouteOf),
        new() { MaxWait = context.Patience, RandomSeed = context.Seed },
        context.Clock.Time);

    private static Func<RunContext, IChatClient> Rival(RivalEntry rival, Situation situation) =>
        rival.KnowsConfigured ? context => rival.Make(context with { Providers = situation.Believed }) : rival.Make;

    private static ModelRoute RouteOf(RouteSpec route, IChatClient client) => new(route.Provider.Name, client)
    {
        Limits = route.Configured,
        Profile = route.Profile,
        MaxInputTokens = route.Provider.ContextWindow,
    };
}
