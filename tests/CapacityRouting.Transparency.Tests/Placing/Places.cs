using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Transparency.Placing;

/// <summary>Places of a part of a pipeline, as function invocation or a cache, in relation to a router. The first has no router, and is the yardstick of the others.</summary>
internal static class Places
{
    private const string None = "no router";
    private const string Above = "above a router";
    private const string AboveAFailover = "above a router that fails over";
    private const string Below = "below a router";
    private const string BelowAFailover = "below a router that fails over";

    public static TheoryData<string, bool> All => Ways.Crossed([None, Above, AboveAFailover, Below, BelowAFailover]);

    public static IChatClient Build(string place, IChatClient model, Func<ChatClientBuilder, ChatClientBuilder> part) => place switch
    {
        None => part(model.AsBuilder()).Build(),
        Above => part(Ways.To(model, Ways.One).AsBuilder()).Build(),
        AboveAFailover => part(Ways.To(model, Ways.Second).AsBuilder()).Build(),
        Below => Ways.To(part(model.AsBuilder()).Build(), Ways.One),
        BelowAFailover => Ways.To(part(model.AsBuilder()).Build(), Ways.Second),
        _ => throw new ArgumentOutOfRangeException(nameof(place), place, "There is no such place."),
    };
}
