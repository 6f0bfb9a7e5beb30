using CapacityRouting.Abstractions;
using Microsoft.Extensions.AI;

namespace CapacityRouting;

/// <summary>Finds the report on what a router returned or threw.</summary>
public static class RoutingReportExtensions
{
    private const string Key = "CapacityRouting.Report";

    /// <summary>The report of the call that gave this response, or null when no router did, or the response has been serialised since.</summary>
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

    /// <summary>The call is over: no exception will need its failures in full.</summary>
    internal static void Attach(this RoutingReport report, ChatResponse response)
    {
        report.Shorten();
        response.AdditionalProperties = With(response.AdditionalProperties, report);
    }

    /// <summary>The stream may still end in an exception, which needs the failures in full: <see cref="FailureDetails"/> has taken them from the report by now.</summary>
    internal static void Attach(this RoutingReport report, ChatResponseUpdate update) =>
        update.AdditionalProperties = With(update.AdditionalProperties, report);

    /// <summary>Whether a router below, or a cache above it, has left another report here: in the response that the updates make, the last one would win.</summary>
    internal static bool IsNotThatOf(this RoutingReport report, ChatResponseUpdate update) =>
        update.AdditionalProperties?.TryGetValue(Key, out object? value) == true && (value as ReportEntry)?.Report != report;

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
        properties is not null && properties.TryGetValue(Key, out object? value) ? (value as ReportEntry)?.Report : null;

    /// <summary>
    /// A response may be shared, by a cache below for one, so its dictionary gets no new entry but is replaced. To give an
    /// entry that is there another value is safe.
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
