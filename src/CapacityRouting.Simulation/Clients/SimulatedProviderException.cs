namespace CapacityRouting.Simulation;

/// <summary>A simulated provider's refusal, thrown by its client. It has the status code, the headers and the body, like the exception of an SDK that hides nothing.</summary>
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
