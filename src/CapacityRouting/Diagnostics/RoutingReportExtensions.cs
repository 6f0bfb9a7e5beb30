using Microsoft.Extensions.AI;

namespace CapacityRouting;

/// <summary>Finds the report on what a router returned or threw.</summary>
public static class RoutingReportExtensions
{
    private const string Key = "CapacityRouting.Report";

    /// <summary>The report of the call that gave this response, or null when no router did.</summary>
    public static RoutingReport? GetRoutingReport(this ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return Find(response.AdditionalProperties) ?? FindIn(response.Messages);
    }

    /// <summary>
    /// The report of the call that streamed this update. The first update of a stream and those with a finish reason or usage
    /// carry it, and so does the response that <c>ToChatResponse</c> makes of them; the others give null.
    /// </summary>
    public static RoutingReport? GetRoutingReport(this ChatResponseUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        return Find(update.AdditionalProperties);
    }

    /// <summary>The report of the call that threw this exception, or null when no router did.</summary>
    public static RoutingReport? GetRoutingReport(this Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.Data[Key] as RoutingReport;
    }

    internal static void Attach(this RoutingReport report, ChatResponse response) =>
        response.AdditionalProperties = With(response.AdditionalProperties, report);

    internal static void Attach(this RoutingReport report, ChatResponseUpdate update) =>
        update.AdditionalProperties = With(update.AdditionalProperties, report);

    internal static void Attach(this RoutingReport report, Exception exception)
    {
        if (!exception.Data.IsReadOnly)
            exception.Data[Key] = report;
    }

    /// <summary>When updates have a message id, <c>ToChatResponse</c> gives what they carry to the message they make.</summary>
    private static RoutingReport? FindIn(IList<ChatMessage> messages)
    {
        for (int i = messages.Count - 1; i >= 0; i--)
            if (Find(messages[i].AdditionalProperties) is { } report)
                return report;
        return null;
    }

    private static RoutingReport? Find(AdditionalPropertiesDictionary? properties) =>
        properties is not null && properties.TryGetValue(Key, out object? value) ? value as RoutingReport : null;

    /// <summary>
    /// A response may be shared, by a cache below for one, so its dictionary gets no new entry but is replaced. To give an
    /// entry that is there another value is safe.
    /// </summary>
    private static AdditionalPropertiesDictionary With(AdditionalPropertiesDictionary? properties, RoutingReport report)
    {
        if (properties is null)
            return new() { [Key] = report };
        AdditionalPropertiesDictionary marked = properties.ContainsKey(Key) ? properties : new(properties);
        marked[Key] = report;
        return marked;
    }
}
