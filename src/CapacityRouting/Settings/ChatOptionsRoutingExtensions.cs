using Microsoft.Extensions.AI;

namespace CapacityRouting;

/// <summary>Carries a request's routing wishes on its <see cref="ChatOptions"/>.</summary>
public static class ChatOptionsRoutingExtensions
{
    internal const string Key = "CapacityRouting.Request";

    /// <summary>Makes a copy of the options that carries routing wishes. The router takes them out: they never reach a provider.</summary>
    /// <param name="options">The options to copy, or null for none.</param>
    /// <param name="routing">The wishes.</param>
    /// <returns>The copy; <paramref name="options"/> itself is not changed.</returns>
    public static ChatOptions WithRouting(this ChatOptions? options, RequestRouting routing)
    {
        ArgumentNullException.ThrowIfNull(routing);
        ChatOptions copy = options?.Clone() ?? new();
        copy.AdditionalProperties ??= [];
        copy.AdditionalProperties[Key] = routing;
        return copy;
    }
}
