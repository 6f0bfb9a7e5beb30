namespace Samples.Services;

/// <summary>How a provider streams an answer over HTTP, and how it refuses.</summary>
internal interface IModelProtocol
{
    string Path { get; }

    string Model { get; }

    /// <summary>The events of an answer, word by word. One that breaks off has no end.</summary>
    IEnumerable<string> Events(ServiceRequest request, ServiceAnswer answer);

    Refusal Limited { get; }

    Refusal Overloaded { get; }
}
