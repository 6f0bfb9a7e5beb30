using CapacityRouting.Abstractions;
using CapacityRouting.Chat.Streaming;
using CapacityRouting.Routing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace CapacityRouting;

/// <summary>
/// An <see cref="IChatClient"/> that sends each call to the best model that can take it right now, and to the next one when it
/// can't. Routes are preferred in the order given. A route that has no room, cools down or is broken is passed over without a
/// call. A route that fails is left for the next, unseen by the caller until the first content has arrived.
/// </summary>
/// <remarks>
/// <para>Thread-safe: one instance serves any number of concurrent calls. Its knowledge of capacity is per process.</para>
/// <para>
/// A call ends in one of five ways: with the answer of the route that served it, returned as it is; with the provider's own
/// exception, when the request itself is at fault; with an <see cref="OperationCanceledException"/>, when the caller cancelled;
/// with a <see cref="NoRouteAvailableException"/>; or, once part of a streamed answer has arrived, with a <see cref="StreamInterruptedException"/>. All of them carry a <see cref="RoutingReport"/>.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// using var client = new CapacityAwareChatClient([new ModelRoute("gpt", gpt), new ModelRoute("claude", claude)]);
///
/// ChatResponse response = await client.GetResponseAsync("Why is the sky blue?");
/// RoutingReport report = response.GetRoutingReport()!;
/// Console.WriteLine($"{report.ServedBy} after {report.Attempts.Count} attempt(s), waited {report.Waited}");
/// </code>
/// </example>
public sealed class CapacityAwareChatClient : IChatClient
{
    private static readonly ChatClientMetadata Metadata = new("capacity-routing");

    private readonly Router _router;
    private readonly bool _leaveOpen;

    /// <summary>Makes a router over an ordered set of routes.</summary>
    /// <param name="routes">The routes, the preferred one first: at least 1, at most 64, with unique names. Copied.</param>
    /// <param name="options">The policy; null for the defaults. Copied.</param>
    /// <param name="timeProvider">The time; null for the system's.</param>
    /// <param name="loggerFactory">Where to log; null for nowhere.</param>
    /// <param name="leaveOpen">True to leave the clients of all routes open on disposal, whatever their <see cref="RouteSettings.LeaveOpen"/> says.</param>
    /// <exception cref="ArgumentNullException"><paramref name="routes"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// Some settings are wrong; the message lists every one with its path. Or the clients of a shared quota have different time providers.
    /// </exception>
    public CapacityAwareChatClient(
        IEnumerable<ModelRoute> routes,
        CapacityRoutingOptions? options = null,
        TimeProvider? timeProvider = null,
        ILoggerFactory? loggerFactory = null,
        bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(routes);
        _router = Router.Of([.. routes], options ?? new(), timeProvider ?? TimeProvider.System, loggerFactory, selector: null);
        _leaveOpen = leaveOpen;
    }

    /// <summary>A router with a policy of its own.</summary>
    internal CapacityAwareChatClient(IEnumerable<ModelRoute> routes, CapacityRoutingOptions options, TimeProvider timeProvider, IRouteSelector selector) =>
        _router = Router.Of([.. routes], options, timeProvider, loggerFactory: null, selector);

    internal Router Router => _router;

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException"><paramref name="messages"/> is null.</exception>
    /// <exception cref="ArgumentException">The request's own settings (<see cref="RequestRouting"/>) are wrong; the message lists every error.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <exception cref="NoRouteAvailableException">Every route refused, failed or was passed over. A router of one route that failed throws what its client threw.</exception>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIfUnusable(messages);
        RoutingReport report = new();
        ValueTask<Task<ChatResponse>> served = _router.RespondAsync(_router.DemandOf(messages, options), report, cancellationToken);
        return served.IsCompletedSuccessfully ? Reported(served.Result, report) : ReportedAsync(served, report);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException"><paramref name="messages"/> is null.</exception>
    /// <exception cref="ArgumentException">The request's own settings (<see cref="RequestRouting"/>) are wrong; the message lists every error.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <exception cref="NoRouteAvailableException">Every route refused, failed or was passed over. A router of one route that failed throws what its client threw.</exception>
    /// <exception cref="StreamInterruptedException">The stream broke off after part of the answer had arrived, and was not continued.</exception>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIfUnusable(messages);
        return new AnswerEnumerable(_router, messages, options, cancellationToken);
    }

    /// <summary>
    /// Gives this client for its own type and <see cref="IChatClient"/>, its <see cref="ICapacityMonitor"/>,
    /// <see cref="IRouteControl"/> and its own <see cref="ChatClientMetadata"/>. With a route's name as the key it gives the service of
    /// that route's client. A router of one route gives the metadata and all other services of that route's client. Otherwise null.
    /// </summary>
    /// <param name="serviceType">The type of the service.</param>
    /// <param name="serviceKey">The name of a route; null for this client itself.</param>
    /// <returns>The service, or null.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="serviceType"/> is null.</exception>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
            return _router.Find(serviceKey as string) is { } route ? _router.Routes.ClientOf(route).GetService(serviceType) : null;
        if (serviceType.IsInstanceOfType(this))
            return this;
        if (serviceType.IsInstanceOfType(_router.Monitor))
            return _router.Monitor;
        object? ofTheOnly = _router.Routes.OnlyClient?.GetService(serviceType);
        return ofTheOnly is null && serviceType == typeof(ChatClientMetadata) ? Metadata : ofTheOnly;
    }

    /// <summary>
    /// Ends waiting calls with an <see cref="ObjectDisposedException"/>. Then saves the use of long limits (<see cref="CapacityRoutingOptions.QuotaSource"/>),
    /// for at most 2 seconds, and disposes the routes' clients, each once, except those to be left open.
    /// </summary>
    public void Dispose() => _router.Dispose(_leaveOpen);

    private static Task<ChatResponse> Reported(Task<ChatResponse> served, RoutingReport report)
    {
        ReportEntry.Put(report, served.Result);
        return served;
    }

    private static async Task<ChatResponse> ReportedAsync(ValueTask<Task<ChatResponse>> served, RoutingReport report)
    {
        try
        {
            return await Reported(await served.ConfigureAwait(false), report).ConfigureAwait(false);
        }
        catch (Exception thrown) when (Marked(thrown, report))
        {
            throw;
        }
    }

    /// <summary>Marks an exception on its way up. As a filter it catches and rethrows nothing.</summary>
    private static bool Marked(Exception thrown, RoutingReport report)
    {
        ReportEntry.Put(report, thrown);
        return false;
    }

    private void ThrowIfUnusable(IEnumerable<ChatMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        _router.ThrowIfDisposed();
    }
}
