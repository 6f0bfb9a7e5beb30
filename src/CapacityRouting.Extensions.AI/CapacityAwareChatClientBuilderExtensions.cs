using CapacityRouting;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.AI;

/// <summary>Puts a fallback into a pipeline of chat clients.</summary>
/// <remarks>Not thread-safe, as the builder is not. What it builds is.</remarks>
public static class CapacityAwareChatClientBuilderExtensions
{
    /// <summary>
    /// Adds a router whose first route is the rest of the pipeline (<see cref="CapacityAwareChatClientServices.Primary"/>), and whose second is the fallback. What comes before in the builder is
    /// around both.
    /// </summary>
    /// <example>
    /// <code>
    /// IChatClient client = gpt.AsBuilder()
    ///     .UseFunctionInvocation()
    ///     .UseCapacityAwareFallback("claude", claude)
    ///     .Build();
    /// </code>
    /// </example>
    /// <param name="builder">The builder of the pipeline.</param>
    /// <param name="name">The name of the fallback's route.</param>
    /// <param name="fallback">The fallback. It belongs to the code that made it.</param>
    /// <param name="configure">Tunes the policy and the routes: the first is the rest of the pipeline, the second the fallback. Null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="fallback"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public static ChatClientBuilder UseCapacityAwareFallback(
        this ChatClientBuilder builder, string name, IChatClient fallback, Action<CapacityRoutingOptions, IReadOnlyList<ModelRoute>>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(fallback);
        return builder.Use((inner, services) => FallbackChatClient.Over(new(CapacityAwareChatClientServices.Primary, inner), new(name, fallback) { LeaveOpen = true }, services, configure));
    }
}
