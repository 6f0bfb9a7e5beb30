namespace CapacityRouting.Simulation;

/// <summary>What the client of a simulated provider throws when it is turned away: status, headers and body, as a frank SDK would show them.</summary>
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
