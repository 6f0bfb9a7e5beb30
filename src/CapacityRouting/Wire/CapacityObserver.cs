using CapacityRouting.Wire;

namespace CapacityRouting;

/// <summary>
/// Reads what providers say on the wire: status, headers and the body of an error, which most SDKs hide. Put it under any SDK's
/// <see cref="HttpClient"/>; the router then knows stated waits, limits and what is left of them.
/// </summary>
/// <remarks>
/// <para>By hand: <c>new HttpClient(new CapacityObserver())</c>; with a client factory: <c>AddHttpMessageHandler&lt;CapacityObserver&gt;()</c>.</para>
/// <para>
/// Thread-safe. It never changes a request or a response, holds up nothing but an error's body, for a second at most, and does nothing outside an attempt of
/// a <see cref="CapacityAwareChatClient"/>. Place it closest to the network, under handlers that retry, or it cannot see what they repeat.
/// </para>
/// <para>
/// The first observer that is made switches observing on for the process, for the attempts that start after it. A client factory makes
/// its handlers when a client is first asked for: where that happens inside of an attempt, this first one is not observed. Whoever
/// minds calls <see cref="AttemptObservation.Enable"/> when the program starts.
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

    /// <summary>What the patience with an error's body is measured by. The system's clock, since handlers are made without a router in sight.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

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
        HttpResponseMessage response = Exchange(attempt, request, cancellationToken);
        if (Open(response, cancellationToken) is not { } body)
            Unreadable(attempt, response);
        else if (IsError(response))
            Refused(attempt, response, ReplayedStream.Read(body));
        else
            Answered(attempt, response, body);
        return response;
    }

    private async Task<HttpResponseMessage> ObserveAsync(AttemptObservation attempt, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await ExchangeAsync(attempt, request, cancellationToken).ConfigureAwait(false);
        if (await OpenAsync(response, cancellationToken).ConfigureAwait(false) is not { } body)
            Unreadable(attempt, response);
        else if (IsError(response))
            Refused(attempt, response, await ReplayedStream.ReadAsync(body, Time, cancellationToken).ConfigureAwait(false));
        else
            Answered(attempt, response, body);
        return response;
    }

    private HttpResponseMessage Exchange(AttemptObservation attempt, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        attempt.Sending(this);
        try
        {
            return base.Send(request, cancellationToken);
        }
        catch
        {
            attempt.Failed();
            throw;
        }
    }

    private async Task<HttpResponseMessage> ExchangeAsync(AttemptObservation attempt, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        attempt.Sending(this);
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            attempt.Failed();
            throw;
        }
    }

    /// <summary>Opens the body; null where it can't be: the client finds that out itself, if it wants the body at all.</summary>
    private static Stream? Open(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return response.Content.ReadAsStream(cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static async ValueTask<Stream?> OpenAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static bool IsError(HttpResponseMessage response) => (int)response.StatusCode >= ObservedResponse.FirstErrorStatus;

    /// <summary>Status and headers are known all the same.</summary>
    private static void Unreadable(AttemptObservation attempt, HttpResponseMessage response) =>
        attempt.Received(new((int)response.StatusCode, response.Headers, error: null));

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
