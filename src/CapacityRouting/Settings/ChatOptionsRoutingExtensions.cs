using Microsoft.Extensions.AI;

namespace CapacityRouting;

/// <summary>Carries the routing settings of one request on its <see cref="ChatOptions"/>.</summary>
public static class ChatOptionsRoutingExtensions
{
    internal const string Key = "CapacityRouting.Request";

    /// <summary>Makes a copy of the options that carries routing settings. The router removes them: they never reach a provider.</summary>
    /// <param name="options">The options to copy, or null for none.</param>
    /// <param name="routing">The settings of the request.</param>
    /// <returns>The copy; <paramref name="options"/> itself is not changed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="routing"/> is null.</exception>
    /// <example>
    /// <code>
    /// ChatOptions options = new ChatOptions { Temperature = 0.2f }.WithRouting(new() { Priority = RequestPriority.Background });
    /// ChatResponse summary = await client.GetResponseAsync(messages, options);
    /// </code>
    /// </example>
    public static ChatOptions WithRouting(this ChatOptions? options, RequestRouting routing)
    {
        ArgumentNullException.ThrowIfNull(routing);
        ChatOptions copy = options?.Clone() ?? new();
        copy.AdditionalProperties ??= [];
        copy.AdditionalProperties[Key] = routing;
        return copy;
    }
}
