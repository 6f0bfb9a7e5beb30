using CapacityRouting.Abstractions;
using Microsoft.Extensions.AI;

namespace CapacityRouting;

/// <summary>Puts a request's own settings on its <see cref="ChatOptions"/>, and finds the <see cref="RoutingReport"/> on a response, an update or an exception of a router.</summary>
/// <remarks>Thread-safe. <see cref="WithRouting"/> only reads the options that it copies.</remarks>
public static class RoutingExtensions
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

    /// <summary>The report of the call that gave this response. A response that comes back from a cache has what was stored of it (<see cref="RoutingReport.IsRestored"/>). Null when no router gave it.</summary>
    /// <param name="response">The response.</param>
    /// <returns>The report, or null.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="response"/> is null.</exception>
    /// <example>
    /// <code>
    /// RoutingReport? report = response.GetRoutingReport();
    /// foreach (RoutingAttempt attempt in report?.Attempts ?? [])
    ///     Console.WriteLine($"{attempt.Route}: {attempt.Failure?.Kind.ToString() ?? "served"} in {attempt.Duration}");
    /// </code>
    /// </example>
    public static RoutingReport? GetRoutingReport(this ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return ReportEntry.In(response.AdditionalProperties) ?? In(response.Messages);
    }

    /// <summary>
    /// The report of the call that streamed this update. The first update of a stream carries it, as do updates with a finish reason or usage,
    /// and the response that <c>ToChatResponse</c> makes of them. The other updates give null.
    /// </summary>
    /// <param name="update">The update.</param>
    /// <returns>The report, or null.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="update"/> is null.</exception>
    public static RoutingReport? GetRoutingReport(this ChatResponseUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        return ReportEntry.In(update.AdditionalProperties);
    }

    /// <summary>
    /// The report of the call that threw this exception, also of one that its caller cancelled: <see cref="RoutingAttempt.IsCancelled"/> marks what was under way. Null when no router threw it.
    /// </summary>
    /// <param name="exception">The exception.</param>
    /// <returns>The report, or null.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="exception"/> is null.</exception>
    public static RoutingReport? GetRoutingReport(this Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return ReportEntry.In(exception);
    }

    /// <summary>
    /// The report of the call that streamed this message. A stored message has what was stored of it, the route that served (<see cref="RoutingReport.IsRestored"/>). Null when no router streamed
    /// it: the report of a whole response is on the response.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <returns>The report, or null.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    public static RoutingReport? GetRoutingReport(this ChatMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return ReportEntry.In(message.AdditionalProperties);
    }

    /// <summary>For updates with a message id, <c>ToChatResponse</c> moves their properties to the message.</summary>
    private static RoutingReport? In(IList<ChatMessage> messages)
    {
        for (int i = messages.Count - 1; i >= 0; i--)
            if (ReportEntry.In(messages[i].AdditionalProperties) is { } report)
                return report;
        return null;
    }
}
