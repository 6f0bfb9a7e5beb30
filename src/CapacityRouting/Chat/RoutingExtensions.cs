using CapacityRouting.Abstractions;
using Microsoft.Extensions.AI;

namespace CapacityRouting;

/// <summary>Puts a request's own settings on its <see cref="ChatOptions"/>, and finds the report on what a router returned or threw.</summary>
public static class RoutingExtensions
{
    internal const string Key = "CapacityRouting.Request";

    /// <summary>Makes a copy of the options with the request's own settings. The router takes them out: they never reach a provider.</summary>
    /// <param name="options">The options to copy, or null for none.</param>
    /// <param name="routing">The request's own settings.</param>
    /// <returns>The copy; <paramref name="options"/> itself is not changed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="routing"/> is null.</exception>
    public static ChatOptions WithRouting(this ChatOptions? options, RequestRouting routing)
    {
        ArgumentNullException.ThrowIfNull(routing);
        ChatOptions copy = options?.Clone() ?? new();
        copy.AdditionalProperties ??= [];
        copy.AdditionalProperties[Key] = routing;
        return copy;
    }

    /// <summary>The report of the call that gave this response; null when no router gave it, or when it has been serialised since.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="response"/> is null.</exception>
    public static RoutingReport? GetRoutingReport(this ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return ReportEntry.In(response.AdditionalProperties) ?? In(response.Messages);
    }

    /// <summary>
    /// The report of the call that streamed this update. The first update of a stream and those with a finish reason or usage
    /// carry it, and so does the response that <c>ToChatResponse</c> makes of them; the others give null.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="update"/> is null.</exception>
    public static RoutingReport? GetRoutingReport(this ChatResponseUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        return ReportEntry.In(update.AdditionalProperties);
    }

    /// <summary>The report of the call that threw this exception; null when no router threw it.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="exception"/> is null.</exception>
    public static RoutingReport? GetRoutingReport(this Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return ReportEntry.In(exception);
    }

    /// <summary>When updates have a message id, <c>ToChatResponse</c> gives what they carry to the message they make.</summary>
    private static RoutingReport? In(IList<ChatMessage> messages)
    {
        for (int i = messages.Count - 1; i >= 0; i--)
            if (ReportEntry.In(messages[i].AdditionalProperties) is { } report)
                return report;
        return null;
    }
}
