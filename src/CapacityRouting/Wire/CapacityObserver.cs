using CapacityRouting.Wire;

namespace CapacityRouting;

/// <summary>
/// Reads what providers say on the wire: status, headers and the body of an error, which most SDKs hide. Put it under any SDK's
/// <see cref="HttpClient"/>; the router then knows stated waits, limits and what is left of them.
/// </summary>
/// <remarks>
/// <para>By hand: <c>new HttpClient(new CapacityObserver())</c>; with a client factory: <c>AddHttpMessageHandler&lt;CapacityObserver&gt;()</c>.</para>
/// <para>
/// Thread-safe. It never changes a request or a response, never keeps a caller from the body, and does nothing outside an attempt of
/// a <see cref="CapacityAwareChatClient"/>. Place it closest to the network, under handlers that retry, or it cannot see what they repeat.
/// </para>
/// </remarks>
public sealed class CapacityObserver : DelegatingHandler
{
    private readonly object _gate = new();

    /// <summary>Makes one whose inner handler is set later, by a client factory; where nobody sets it, it is a <see cref="SocketsHttpHandler"/>.</summary>
    public CapacityObserver() => AttemptObservation.Enable();

    /// <summary>Makes one over an inner handler.</summary>
    /// <param name="innerHandler">What sends the requests.</param>
    /// <exception cref="ArgumentNullException"><paramref name="innerHandler"/> is null.</exception>
    public CapacityObserver(HttpMessageHandler innerHandler)
        : base(innerHandler ?? throw new ArgumentNullException(nameof(innerHandler))) => AttemptObservation.Enable();

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        EnsureInner();
        return AttemptObservation.Current is { } attempt
            ? ObserveAsync(attempt, request, cancellationToken)
            : base.SendAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        EnsureInner();
        if (AttemptObservation.Current is not { } attempt)
            return base.Send(request, cancellationToken);
        attempt.Sending(this);
        HttpResponseMessage response = base.Send(request, cancellationToken);
        Stream body = response.Content.ReadAsStream(cancellationToken);
        if (IsError(response))
            Refused(attempt, response, ReplayedStream.Read(body));
        else
            Answered(attempt, response, body);
        return response;
    }

    private async Task<HttpResponseMessage> ObserveAsync(AttemptObservation attempt, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        attempt.Sending(this);
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        if (IsError(response))
            Refused(attempt, response, await ReplayedStream.ReadAsync(body, cancellationToken).ConfigureAwait(false));
        else
            Answered(attempt, response, body);
        return response;
    }

    private static bool IsError(HttpResponseMessage response) => (int)response.StatusCode >= ObservedResponse.FirstErrorStatus;

    /// <summary>An error's body is read before anyone asks for it, for many clients never do, and then given to the client from its start.</summary>
    private static void Refused(AttemptObservation attempt, HttpResponseMessage response, ReplayedStream body)
    {
        attempt.Received(new((int)response.StatusCode, response.Headers, body.TextIn(response.Content.Headers.ContentType?.CharSet)));
        response.Content = new ObservedContent(response.Content, body);
    }

    /// <summary>An answer is not held up: its end is noted as the client reads it, for an error may come inside.</summary>
    private static void Answered(AttemptObservation attempt, HttpResponseMessage response, Stream body)
    {
        WatchedStream watched = new(body);
        attempt.Received(new((int)response.StatusCode, response.Headers, watched));
        response.Content = new ObservedContent(response.Content, watched);
    }

    private void EnsureInner()
    {
        if (InnerHandler is not null)
            return;
        lock (_gate)
            InnerHandler ??= new SocketsHttpHandler();
    }
}
