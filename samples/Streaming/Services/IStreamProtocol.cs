namespace Streaming.Services;

/// <summary>How a provider streams an answer over HTTP.</summary>
internal interface IStreamProtocol
{
    string Path { get; }

    /// <summary>The events before the first words.</summary>
    string Opening { get; }

    /// <summary>The event that brings some words.</summary>
    string Words(string text);

    /// <summary>The events after the last words; without them the stream was cut.</summary>
    string Closing { get; }
}
