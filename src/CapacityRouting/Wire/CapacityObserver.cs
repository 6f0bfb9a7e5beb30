using CapacityRouting.Wire;

namespace CapacityRouting;

/// <summary>
/// Reads the responses of providers on the wire: status, headers and the body of an error, which most SDKs hide. Put it under any SDK's
/// <see cref="HttpClient"/>. The router then knows stated waits, limits and levels.
/// </summary>
/// <remarks>
/// <para>By hand: <c>new HttpClient(new CapacityObserver())</c>; with a client factory: <c>AddHttpMessageHandler&lt;CapacityObserver&gt;()</c>.</para>
/// <para>
/// Thread-safe. It never changes a response, and a request only where the provider has a rule that chat clients do not follow (<see cref="ProviderProfile.ToolTurns"/>). It delays only the body of an error, for at most a second; one that still stalls after that breaks off five seconds later. It does
/// nothing outside an attempt of a <see cref="CapacityAwareChatClient"/>, nor for other operations than chat: embeddings, files, images. Place it closest to the network, under handlers that retry: otherwise it cannot see their repetitions.
/// </para>
/// <para>
/// The first observer switches observing on for the process, for the attempts that start after it. A client factory makes
/// its handlers when a client is first asked for. Where that happens inside of an attempt, this first attempt is not observed. To observe it too,
/// make one <see cref="CapacityObserver"/> when the program starts.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// HttpClient http = new(new CapacityObserver());
/// OpenAIClient openRouter = new(new ApiKeyCredential(key), new OpenAIClientOptions
/// {
///     Endpoint = new("https://openrouter.ai/api/v1"),
///     Transport = new HttpClientPipelineTransport(http),
///     RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
/// });
/// </code>
/// </example>
public sealed class CapacityObserver : DelegatingHandler
{
    private readonly object _gate = new();

    /// <summary>Makes an observer whose inner handler a client factory sets later. Without one it uses a <see cref="SocketsHttpHandler"/>.</summary>
    public CapacityObserver() => AttemptObservation.Enable();

    /// <summary>Makes an observer over an inner handler.</summary>
    /// <param name="innerHandler">The handler that sends the requests.</param>
    /// <exception cref="ArgumentNullException"><paramref name="innerHandler"/> is null.</exception>
    public CapacityObserver(HttpMessageHandler innerHandler)
        : base(innerHandler ?? throw new ArgumentNullException(nameof(innerHandler))) => AttemptObservation.Enable();

    /// <summary>The clock for the wait for an error's body. It is the system's, since handlers are made without a router in sight.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        EnsureInner();
        return ObservedExchange.Begin(this, request.RequestUri) is { } exchange
            ? ObserveAsync(exchange, request, cancellationToken)
            : base.SendAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        EnsureInner();
        if (ObservedExchange.Begin(this, request.RequestUri) is not { } exchange)
            return base.Send(request, cancellationToken);
        if (exchange.FitsBody && request.Content is { } content)
            RequestBody.Fit(request, content, exchange, cancellationToken);
        HttpResponseMessage response = Exchange(exchange, request, cancellationToken);
        WireHead head = WireHead.Of(response);
        if (Open(response, cancellationToken) is { } body)
            Give(response, body, exchange.Received(head, body));
        else
            exchange.Unreadable(head);
        return response;
    }

    private async Task<HttpResponseMessage> ObserveAsync(ObservedExchange exchange, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (exchange.FitsBody && request.Content is { } content)
            await RequestBody.FitAsync(request, content, exchange, cancellationToken).ConfigureAwait(false);
        HttpResponseMessage response = await ExchangeAsync(exchange, request, cancellationToken).ConfigureAwait(false);
        WireHead head = WireHead.Of(response);
        if (await OpenAsync(response, cancellationToken).ConfigureAwait(false) is { } body)
            Give(response, body, await exchange.ReceivedAsync(head, body, Time, cancellationToken).ConfigureAwait(false));
        else
            exchange.Unreadable(head);
        return response;
    }

    private HttpResponseMessage Exchange(ObservedExchange exchange, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return base.Send(request, cancellationToken);
        }
        catch
        {
            exchange.Failed();
            throw;
        }
    }

    private async Task<HttpResponseMessage> ExchangeAsync(ObservedExchange exchange, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            exchange.Failed();
            throw;
        }
    }

    /// <summary>Opens the body; null where that fails. The client meets that error itself, if it wants the body at all.</summary>
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

    private static void Give(HttpResponseMessage response, Stream body, Stream observed)
    {
        if (!ReferenceEquals(body, observed))
            response.Content = new ObservedContent(response.Content, observed);
    }

    private void EnsureInner()
    {
        if (InnerHandler is not null)
            return;
        lock (_gate)
            InnerHandler ??= new SocketsHttpHandler();
    }
}
