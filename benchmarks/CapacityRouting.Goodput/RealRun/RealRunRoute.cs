using CapacityRouting.Simulation;
using Microsoft.Extensions.AI;
using QuickStart.Clients;

namespace CapacityRouting.Goodput.RealRun;

/// <summary>One provider, the route to it, which is told its true limits, and the SDK that reaches it over HTTP.</summary>
internal sealed record RealRunRoute(ProviderSettings Provider, CapacityLimits Limits, ProviderProfile Profile, Func<Uri, IChatClient> ClientTo)
{
    public static RealRunRoute OpenAI(CapacityLimits limits) => new(
        Enforcing(limits) with { Name = "openai", Dialect = ProviderDialect.OpenAI, Charge = ChargeRule.OpenAI },
        limits,
        ProviderProfile.OpenAI,
        address => ModelClients.OpenAI("any key", "openai", address));

    public static RealRunRoute Anthropic(CapacityLimits limits) => new(
        Enforcing(limits) with { Name = "anthropic", Dialect = ProviderDialect.Anthropic, Charge = ChargeRule.Anthropic },
        limits,
        ProviderProfile.Anthropic,
        address => ModelClients.Anthropic("any key", "anthropic", address));

    public ModelRoute To(IChatClient client) => new(Provider.Name, client) { Limits = Limits, Profile = Profile };

    private static ProviderSettings Enforcing(CapacityLimits limits) => new()
    {
        Name = "",
        Limits = [.. ProviderLimit.Of(limits).Select(limit => limit with { Burst = limits.Burst })],
        MaxConcurrentRequests = limits.MaxConcurrentRequests,
    };
}
