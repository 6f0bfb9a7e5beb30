using Anthropic.Core;

namespace CapacityRouting;

/// <summary>Lets a router read the failures and the rate-limit headers of the Anthropic SDK.</summary>
/// <remarks>Thread-safe. The options that it is given are not: set them up before a client is made of them.</remarks>
public static class AnthropicRoutingExtensions
{
    private const string HandlersInUse =
        "The client's handlers are in use, and the SDK can't add one to them. Call UseCapacityRouting() on the options it is made with, or make a CapacityObserver the last of its Handlers.";

    /// <summary>
    /// Reads the SDK's exceptions: their status and error body. They carry no headers; <see cref="UseCapacityRouting"/> sees those.
    /// Calling it again adds nothing.
    /// </summary>
    /// <param name="routing">The router's registration.</param>
    /// <returns>The same registration.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="routing"/> is null.</exception>
    public static CapacityRoutingBuilder UseAnthropic(this CapacityRoutingBuilder routing)
    {
        ArgumentNullException.ThrowIfNull(routing);
        return routing.Configure(static options => options.UseAnthropic());
    }

    /// <summary>
    /// Reads the SDK's exceptions: their status and error body. They carry no headers; <see cref="UseCapacityRouting"/> sees those.
    /// Calling it again adds nothing.
    /// </summary>
    /// <param name="options">The router's options.</param>
    /// <returns>The same options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public static CapacityRoutingOptions UseAnthropic(this CapacityRoutingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!options.ExceptionReaders.OfType<AnthropicErrorReader>().Any())
            options.ExceptionReaders.Add(new AnthropicErrorReader());
        return options;
    }

    /// <summary>
    /// Makes the SDK's client show its traffic to the router, successes included: limits and levels, stated
    /// waits, the number of sends. It puts a <see cref="CapacityObserver"/> under the client, since the SDK's exceptions have no headers.
    /// </summary>
    /// <example>
    /// <code>
    /// IChatClient claude = new AnthropicClient(new ClientOptions { ApiKey = key }.UseCapacityRouting()).AsIChatClient("claude-sonnet-4-5");
    ///
    /// // Or, for a client that exists:
    /// IAnthropicClient observed = client.WithOptions(options => options.UseCapacityRouting());
    /// </code>
    /// </example>
    /// <remarks>
    /// <b>It turns the SDK's own retries off</b>, unless <see cref="ClientOptions.MaxRetries"/> is set. A router has a better answer to
    /// a busy model than to wait for it, and cannot see retries below it. Outside of an attempt of a router nothing happens.
    /// </remarks>
    /// <param name="options">The SDK's options. Those of an existing client may have an observer, or no handlers at all.</param>
    /// <returns>A copy of the options: the SDK's type is a value.</returns>
    /// <exception cref="InvalidOperationException">The options have handlers that belong to a client already: the SDK cannot put one under these.</exception>
    public static ClientOptions UseCapacityRouting(this ClientOptions options)
    {
        ClientOptions quiet = options with { MaxRetries = options.MaxRetries ?? 0 };

        // Handlers must not be set again, not even the same ones: the SDK refuses handlers in use.
        if (options.Handlers.OfType<CapacityObserver>().Any())
            return quiet;
        if (options.Handlers.Any(handler => handler.InnerHandler is not null))
            throw new InvalidOperationException(HandlersInUse);
        return quiet with { Handlers = [.. options.Handlers, new CapacityObserver()] };
    }
}
