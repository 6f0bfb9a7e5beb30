using System.ClientModel.Primitives;

namespace CapacityRouting;

/// <summary>Lets a router read the failures and the rate-limit headers of the OpenAI and Azure OpenAI SDKs.</summary>
/// <remarks>Thread-safe. The options that it is given are not: set them up before a client is made of them.</remarks>
public static class OpenAIRoutingExtensions
{
    /// <summary>Reads the SDK's exceptions: their status, headers and error body. Calling it again adds nothing.</summary>
    /// <param name="routing">The router's registration.</param>
    /// <returns>The same registration.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="routing"/> is null.</exception>
    public static CapacityRoutingBuilder UseOpenAI(this CapacityRoutingBuilder routing)
    {
        ArgumentNullException.ThrowIfNull(routing);
        return routing.Configure(static options => options.UseOpenAI());
    }

    /// <summary>Reads the SDK's exceptions: their status, headers and error body. Calling it again adds nothing.</summary>
    /// <param name="options">The router's options.</param>
    /// <returns>The same options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public static CapacityRoutingOptions UseOpenAI(this CapacityRoutingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!options.ExceptionReaders.OfType<ClientResultReader>().Any())
            options.ExceptionReaders.Add(new ClientResultReader());
        return options;
    }

    /// <summary>
    /// Makes the SDK's client show its traffic to the router, successes included: limits and levels, stated
    /// waits, the number of sends. Works with <c>AzureOpenAIClientOptions</c> of <c>AzureOpenAIClient</c> too.
    /// </summary>
    /// <example>
    /// <code>
    /// OpenAIClientOptions openAI = new OpenAIClientOptions().UseCapacityRouting();
    /// </code>
    /// </example>
    /// <remarks>
    /// <para>
    /// <b>It turns the SDK's own retries off</b>, also those of a policy that the SDK's options set themselves, as Azure's
    /// do. A router has a better answer to a busy model than to wait for it, and cannot see retries below it. To have
    /// them, set <see cref="ClientPipelineOptions.RetryPolicy"/>, before this call or after it: a policy of yours is kept. A policy of a type
    /// that is hidden in the assembly of the SDK's options counts as the SDK's.
    /// </para>
    /// <para>
    /// A <see cref="CapacityObserver"/> under the SDK's <see cref="HttpClient"/> sees the same: <c>Transport = new HttpClientPipelineTransport(new HttpClient(new CapacityObserver()))</c>. Both together
    /// do no harm. Outside of an attempt of a router nothing happens.
    /// </para>
    /// </remarks>
    /// <typeparam name="T">The SDK's own type of options.</typeparam>
    /// <param name="options">The SDK's options, before a client is made of them.</param>
    /// <returns>The same options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="InvalidOperationException">A client was made of the options already.</exception>
    public static T UseCapacityRouting<T>(this T options)
        where T : ClientPipelineOptions
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.RetryPolicy is null || SdkRetryPolicy.IsIn(options))
            options.RetryPolicy = new ClientRetryPolicy(maxRetries: 0);

        // Next to the transport it sees every send, also those of other policies.
        options.AddPolicy(new ObservingPolicy(), PipelinePosition.BeforeTransport);
        return options;
    }
}
