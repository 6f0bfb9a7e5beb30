using System.Collections;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Abstractions;

/// <summary>
/// The report in the properties of an answer. A serializer sees a dictionary of plain values, which is made on demand. The report itself is seen by no serializer.
/// </summary>
/// <remarks>
/// <para>
/// A context of source-generated JSON writes a value of an unknown type as the nearest ancestor that it knows. Every context that knows <c>ChatResponse</c> knows
/// <see cref="IDictionary{TKey, TValue}"/> of string and object, since tool calls have their arguments in one. It must be the only kind of dictionary here: between two ancestors that fit,
/// a serializer throws.
/// </para>
/// <para>
/// Properties of an update with a message id become the message's. A message that carries them is part of the key of a cache for the next turn of its conversation, so they are the same for each
/// call that ends at the same route. Those of a response tell more.
/// </para>
/// </remarks>
/// <param name="report">The report.</param>
/// <param name="isOfAMessage">Whether a message carries it, and not a response.</param>
internal sealed class ReportEntry(RoutingReport report, bool isOfAMessage) : IDictionary<string, object?>
{
    private const string Key = "CapacityRouting.Report";

    public RoutingReport Report => report;

    public int Count => Values.Count;

    public bool IsReadOnly => true;

    public ICollection<string> Keys => Values.Keys;

    ICollection<object?> IDictionary<string, object?>.Values => Values.Values;

    private Dictionary<string, object?> Values => ReportText.Of(report, isOfAMessage);

    public object? this[string key]
    {
        get => Values[key];
        set => throw ReadOnly();
    }

    /// <summary>The report in the properties of an answer, also of one that comes back from a store; null where there is none.</summary>
    public static RoutingReport? In(AdditionalPropertiesDictionary? properties) =>
        properties is null || !properties.TryGetValue(Key, out object? value) ? null : value is ReportEntry entry ? entry.Report : ReportText.Restore(value);

    /// <summary>The report that an exception carries; null where there is none.</summary>
    public static RoutingReport? In(Exception exception) => exception.Data[Key] as RoutingReport;

    /// <summary>Puts a report on a response. The call is over: no exception will need its failures in full.</summary>
    public static void Put(RoutingReport report, ChatResponse response)
    {
        report.Shorten();
        response.AdditionalProperties = With(response.AdditionalProperties, report, isOfAMessage: false);
    }

    /// <summary>Puts a report on an update. The stream may still end in an exception, for which <see cref="FailureDetails"/> has taken the failures in full.</summary>
    public static void Put(RoutingReport report, ChatResponseUpdate update) =>
        update.AdditionalProperties = With(update.AdditionalProperties, report, isOfAMessage: update.MessageId is { Length: > 0 });

    /// <summary>Puts a report on an exception, which keeps its failures in full.</summary>
    public static void Put(RoutingReport report, Exception exception)
    {
        if (!exception.Data.IsReadOnly)
            exception.Data[Key] = report;
    }

    /// <summary>The properties of an answer with a report in them.</summary>
    /// <remarks>A cache below may share the response, so a dictionary gets no new entry but is replaced. An entry that is there can safely get another value.</remarks>
    private static AdditionalPropertiesDictionary With(AdditionalPropertiesDictionary? properties, RoutingReport report, bool isOfAMessage)
    {
        ReportEntry entry = new(report, isOfAMessage);
        if (properties is null)
            return new() { [Key] = entry };
        AdditionalPropertiesDictionary marked = properties.ContainsKey(Key) ? properties : new(properties);
        marked[Key] = entry;
        return marked;
    }

    /// <summary>Whether the properties have the report of another router, or what a cache has made of one: of the updates of a stream, the last report would win.</summary>
    public static bool IsOfAnother(AdditionalPropertiesDictionary? properties, RoutingReport report) =>
        properties?.TryGetValue(Key, out object? value) == true && (value as ReportEntry)?.Report != report;

    public bool ContainsKey(string key) => Values.ContainsKey(key);

    public bool TryGetValue(string key, out object? value) => Values.TryGetValue(key, out value);

    public bool Contains(KeyValuePair<string, object?> item) => Values.Contains(item);

    public void CopyTo(KeyValuePair<string, object?>[] array, int arrayIndex) => ((ICollection<KeyValuePair<string, object?>>)Values).CopyTo(array, arrayIndex);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Add(string key, object? value) => throw ReadOnly();

    public void Add(KeyValuePair<string, object?> item) => throw ReadOnly();

    public bool Remove(string key) => throw ReadOnly();

    public bool Remove(KeyValuePair<string, object?> item) => throw ReadOnly();

    public void Clear() => throw ReadOnly();

    /// <summary>Telemetry writes properties as text.</summary>
    public override string ToString() => report.ServedBy ?? string.Empty;

    private static NotSupportedException ReadOnly() => new("A routing report is written by its router alone.");
}
