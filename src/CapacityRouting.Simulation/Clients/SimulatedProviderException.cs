namespace CapacityRouting.Simulation;

/// <summary>The exception of a refused call to a simulated provider, with status, headers and body, as a frank SDK would show them.</summary>
/// <remarks>Its own properties are immutable, and so safe to share.</remarks>
public sealed class SimulatedProviderException : HttpRequestException
{
    internal SimulatedProviderException(int status, IReadOnlyDictionary<string, string> headers, string body)
        : base($"HTTP {status}: {body}", inner: null, (System.Net.HttpStatusCode)status)
    {
        Headers = headers;
        Body = body;
    }

    /// <summary>The headers of the response, by name without regard to case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The body of the response.</summary>
    public string Body { get; }
}
