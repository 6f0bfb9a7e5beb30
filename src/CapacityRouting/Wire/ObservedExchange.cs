using System.ComponentModel;
using CapacityRouting.Wire;

namespace CapacityRouting;

/// <summary>
/// One request of an attempt and its response. Every observer of a transport uses it in the same way: it begins an exchange, sends, and notes the response before the client gets it. The
/// status and the headers are noted at once, and the body of an error with patience.
/// </summary>
/// <remarks>
/// Thread-safe. <see cref="CapacityObserver"/> uses it for <see cref="HttpClient"/>; an adapter for another transport may too. Of stacked observers the one nearest to the network notes
/// the response.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ObservedExchange
{
    private readonly AttemptObservation _attempt;
    private readonly ObservedResponse? _before;

    private ObservedExchange(AttemptObservation attempt)
    {
        _attempt = attempt;
        _before = attempt.Latest;
    }

    /// <summary>Begins an exchange, as the request goes out.</summary>
    /// <param name="observer">The observer that sends. Each counts by itself.</param>
    /// <param name="address">The address; null where unknown.</param>
    /// <returns>Null outside of an attempt, and for another operation than a chat model's: its limits and failures are not the route's.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="observer"/> is null.</exception>
    public static ObservedExchange? Begin(object observer, Uri? address)
    {
        ArgumentNullException.ThrowIfNull(observer);
        if (AttemptObservation.Current is not { } attempt || ModelOperation.IsOther(address))
            return null;
        ObservedExchange exchange = new(attempt);
        attempt.Sending(observer, address);
        return exchange;
    }

    /// <summary>Whether the provider has a rule for the body of the request that chat clients do not follow (<see cref="ProviderProfile.ToolTurns"/>).</summary>
    public bool FitsBody => _attempt.ToolTurns != ToolTurnRule.None;

    /// <summary>Makes the body of the request follow the rule of the provider.</summary>
    /// <param name="body">The body.</param>
    /// <returns>The body to send; null where the given one follows it.</returns>
    public byte[]? Fitted(ReadOnlySpan<byte> body) => ToolTurnBody.Fitted(body, _attempt.ToolTurns);

    /// <summary>Notes that the request got an exception in place of a response.</summary>
    public void Failed() => _attempt.Failed();

    /// <summary>Notes the response. Of an error's body it waits for what comes within a second; an answer's body is noted as the client reads it.</summary>
    /// <param name="statusCode">The HTTP status.</param>
    /// <param name="headers">The headers, those of the content among them.</param>
    /// <param name="body">The body.</param>
    /// <param name="cancellationToken">The token of the request.</param>
    /// <returns>The same body. Give it to the client in place of the other; its disposal disposes the other. A stalled error breaks off after a few seconds, with a <see cref="TimeoutException"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="headers"/> or <paramref name="body"/> is null.</exception>
    public ValueTask<Stream> ReceivedAsync(int statusCode, IEnumerable<KeyValuePair<string, string>> headers, Stream body, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(body);
        return ReceivedAsync(WireHead.Of(statusCode, headers), body, TimeProvider.System, cancellationToken);
    }

    /// <summary>As <see cref="ReceivedAsync(int, IEnumerable{KeyValuePair{string, string}}, Stream, CancellationToken)"/>, for a blocking client: the body of an error is read without a bound in time.</summary>
    /// <param name="statusCode">The HTTP status.</param>
    /// <param name="headers">The headers, those of the content among them.</param>
    /// <param name="body">The body.</param>
    /// <returns>The same body.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="headers"/> or <paramref name="body"/> is null.</exception>
    public Stream Received(int statusCode, IEnumerable<KeyValuePair<string, string>> headers, Stream body)
    {
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(body);
        return Received(WireHead.Of(statusCode, headers), body);
    }

    /// <summary>Notes a response whose body the transport has in memory already.</summary>
    /// <param name="response">The response.</param>
    /// <exception cref="ArgumentNullException"><paramref name="response"/> is null.</exception>
    public void Received(ObservedResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        if (!IsNoted)
            _attempt.Received(response);
    }

    internal async ValueTask<Stream> ReceivedAsync(WireHead head, Stream body, TimeProvider time, CancellationToken cancellationToken)
    {
        if (IsNoted)
            return body;
        if (!head.IsError)
            return Answered(head, body);
        ObservedResponse refusal = Refused(head);
        return Begun(refusal, head, await ReplayedStream.ReadAsync(body, time, cancellationToken).ConfigureAwait(false));
    }

    internal Stream Received(WireHead head, Stream body)
    {
        if (IsNoted)
            return body;
        return head.IsError ? Begun(Refused(head), head, ReplayedStream.Read(body)) : Answered(head, body);
    }

    /// <summary>Notes a response whose body cannot be opened. Its status and headers are known all the same.</summary>
    internal void Unreadable(WireHead head)
    {
        if (!IsNoted)
            Refused(head);
    }

    /// <summary>Whether an observer closer to the network has noted the response already, and has seen more of it.</summary>
    private bool IsNoted => !ReferenceEquals(_attempt.Latest, _before);

    /// <summary>Notes the status and the headers before a byte of the body: one that never comes must not hide them.</summary>
    private ObservedResponse Refused(WireHead head)
    {
        ObservedResponse response = new(head, error: null);
        _attempt.Received(response);
        return response;
    }

    private ReplayedStream Begun(ObservedResponse refusal, WireHead head, ReplayedStream body)
    {
        refusal.Says(body.TextIn(head.Charset, head.Encoding));
        body.Reader = () => _attempt.Reading(refusal);
        return body;
    }

    private WatchedStream Answered(WireHead head, Stream body)
    {
        WatchedStream watched = new(body);
        ObservedResponse response = new(head, watched);
        watched.Reader = () => _attempt.Reading(response);
        _attempt.Received(response);
        return watched;
    }
}
