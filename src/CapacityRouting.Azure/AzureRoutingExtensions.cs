using Azure.Core;

namespace CapacityRouting;

/// <summary>Lets a router read the failures and the rate-limit headers of SDKs that stand on Azure.Core.</summary>
/// <remarks>Thread-safe. The options that it is given are not: set them up before a client is made of them. The Azure OpenAI SDK stands on System.ClientModel instead: for it, take the package CapacityRouting.OpenAI.</remarks>
public static class AzureRoutingExtensions
{
    /// <summary>Reads the SDK's exceptions: their status, error code, headers and body. Calling it again adds nothing.</summary>
    /// <param name="routing">The router's registration.</param>
    /// <returns>The same registration.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="routing"/> is null.</exception>
    public static CapacityRoutingBuilder UseAzure(this CapacityRoutingBuilder routing)
    {
        ArgumentNullException.ThrowIfNull(routing);
        return routing.Configure(static options => options.UseAzure());
    }

    /// <summary>Reads the SDK's exceptions: their status, error code, headers and body. Calling it again adds nothing.</summary>
    /// <param name="options">The router's options.</param>
    /// <returns>The same options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public static CapacityRoutingOptions UseAzure(this CapacityRoutingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!options.ExceptionReaders.OfType<RequestFailedReader>().Any())
            options.ExceptionReaders.Add(new RequestFailedReader());
        return options;
    }

    /// <summary>
    /// Makes the SDK's client show its traffic to the router, successes included: limits and levels, stated
    /// waits, the number of sends. <c>new ChatCompletionsClient(endpoint, credential, new AzureAIInferenceClientOptions().UseCapacityRouting())</c>
    /// </summary>
    /// <remarks>
    /// <para>
    /// <b>It turns the SDK's own retries off</b>. A router has a better answer to a busy model than to wait for it, and cannot see
    /// retries below it. To keep them, set <see cref="RetryOptions.MaxRetries"/> after this call. A
    /// <see cref="ClientOptions.RetryPolicy"/> of your own is left as it is.
    /// </para>
    /// <para>Outside of an attempt of a router nothing happens.</para>
    /// </remarks>
    /// <typeparam name="T">The SDK's own type of options.</typeparam>
    /// <param name="options">The SDK's options, before a client is made of them.</param>
    /// <returns>The same options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public static T UseCapacityRouting<T>(this T options)
        where T : ClientOptions
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Retry.MaxRetries = 0;

        // Above the policy that buffers, so that an error's body can be read.
        options.AddPolicy(new ObservingPolicy(), HttpPipelinePosition.PerRetry);
        return options;
    }
}
