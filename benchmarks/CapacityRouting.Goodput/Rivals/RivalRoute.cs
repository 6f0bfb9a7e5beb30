using CapacityRouting.Simulation;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Goodput.Rivals;

/// <summary>A model as a rival knows it: its client, and the true limits for those that are configured with limits. Immutable.</summary>
internal sealed class RivalRoute
{
    private RivalRoute(int index, IChatClient client, ProviderSettings settings)
    {
        Index = index;
        Client = client;
        ContextWindow = settings.ContextWindow;
        MaxConcurrentRequests = settings.MaxConcurrentRequests;
        RequestsPerMinute = Limit(settings, CapacityDimension.RequestsPerMinute);
        TokensPerMinute = Smaller(Limit(settings, CapacityDimension.TokensPerMinute), InputAndOutput(settings));
    }

    /// <summary>Its place in the order of preference, from zero.</summary>
    public int Index { get; }

    public IChatClient Client { get; }

    /// <summary>The longest prompt that it takes; null for any.</summary>
    public int? ContextWindow { get; }

    /// <summary>Requests under way at once that it admits; null for any number.</summary>
    public int? MaxConcurrentRequests { get; }

    /// <summary>Requests that it admits in a minute; null when it does not count them so.</summary>
    public long? RequestsPerMinute { get; }

    /// <summary>Tokens that it admits in a minute, input and output together; null when it does not count them so.</summary>
    public long? TokensPerMinute { get; }

    public static IReadOnlyList<RivalRoute> All(RunContext context) =>
        [.. context.Clients.Select((client, index) => new RivalRoute(index, client, context.Providers[index]))];

    private static long? Limit(ProviderSettings settings, CapacityDimension dimension) =>
        settings.Limits.Where(limit => limit.Dimension == dimension).Min(limit => (long?)limit.Amount);

    /// <summary>The sum of two separate token limits, for a rival that is configured with one figure.</summary>
    private static long? InputAndOutput(ProviderSettings settings) =>
        Limit(settings, CapacityDimension.InputTokensPerMinute) + Limit(settings, CapacityDimension.OutputTokensPerMinute);

    private static long? Smaller(long? one, long? other) => one < other ? one : other ?? one;
}
