using CapacityRouting.Abstractions;
using Microsoft.Extensions.AI;

namespace CapacityRouting;

/// <summary>Finds the <see cref="RoutingReport"/> on a response, an update or an exception of a router.</summary>
public static class RoutingReportExtensions
{
    private const string Key = "CapacityRouting.Report";

    /// <summary>The report of the call that gave this response. Null when no router gave it, or the response has been serialised since.</summary>
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
        return Find(response.AdditionalProperties) ?? FindIn(response.Messages);
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
        return Find(update.AdditionalProperties);
    }

    /// <summary>The report of the call that threw this exception. Null when no router threw it.</summary>
    /// <param name="exception">The exception.</param>
    /// <returns>The report, or null.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="exception"/> is null.</exception>
    public static RoutingReport? GetRoutingReport(this Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.Data[Key] as RoutingReport;
    }

    /// <summary>Marks the response. The call is over, so no exception will need its failures in full.</summary>
    internal static void Attach(this RoutingReport report, ChatResponse response)
    {
        report.Shorten();
        response.AdditionalProperties = With(response.AdditionalProperties, report);
    }

    /// <summary>
    /// Marks the update. The stream may still end in an exception with the failures in full: <see cref="FailureDetails"/> has taken them from the report by
    /// now.
    /// </summary>
    internal static void Attach(this RoutingReport report, ChatResponseUpdate update) =>
        update.AdditionalProperties = With(update.AdditionalProperties, report);

    /// <summary>Whether a router below, or a cache above it, has left another report here. The response of the updates would keep the last one.</summary>
    internal static bool IsNotThatOf(this RoutingReport report, ChatResponseUpdate update) =>
        update.AdditionalProperties?.TryGetValue(Key, out object? value) == true && (value as ReportEntry)?.Report != report;

    internal static void Attach(this RoutingReport report, Exception exception)
    {
        if (!exception.Data.IsReadOnly)
            exception.Data[Key] = report;
    }

    /// <summary>For updates with a message id, <c>ToChatResponse</c> moves their properties to the message.</summary>
    private static RoutingReport? FindIn(IList<ChatMessage> messages)
    {
        for (int i = messages.Count - 1; i >= 0; i--)
            if (Find(messages[i].AdditionalProperties) is { } report)
                return report;
        return null;
    }

    private static RoutingReport? Find(AdditionalPropertiesDictionary? properties) =>
        properties is not null && properties.TryGetValue(Key, out object? value) ? (value as ReportEntry)?.Report : null;

    /// <summary>
    /// A copy of the properties, since a cache below may share the response: the dictionary is replaced instead of extended. A new value for an
    /// existing entry is safe.
    /// </summary>
    private static AdditionalPropertiesDictionary With(AdditionalPropertiesDictionary? properties, RoutingReport report)
    {
        ReportEntry entry = new(report);
        if (properties is null)
            return new() { [Key] = entry };
        AdditionalPropertiesDictionary marked = properties.ContainsKey(Key) ? properties : new(properties);
        marked[Key] = entry;
        return marked;
    }
}
