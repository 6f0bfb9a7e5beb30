using System.Text.Json;

namespace CapacityRouting.Simulation.Http;

/// <summary>The requests and answers of one provider's API, as they go over HTTP. Its headers and errors are those of its wire dialect.</summary>
internal interface IWireProtocol
{
    /// <summary>Where it is served. A part in braces matches anything; the one named <see cref="WireProtocol.Deployment"/> names the model.</summary>
    IReadOnlyList<string> Paths { get; }

    /// <summary>Reads the body of a request.</summary>
    /// <param name="body">The body.</param>
    /// <param name="deployment">The model, where the path names it.</param>
    /// <exception cref="FormatException">It is no such request; the message says why.</exception>
    WireRequest Read(JsonElement body, string? deployment);

    /// <summary>The body of the error for a request that can't be read.</summary>
    string Malformed(string problem);

    /// <summary>An answer in one piece.</summary>
    string Whole(WireAnswer answer);

    /// <summary>The events with which a stream begins, before its first token.</summary>
    string Opening(WireAnswer answer);

    /// <summary>The event that brings some more tokens.</summary>
    string Piece(WireAnswer answer, int tokens);

    /// <summary>The events with which a stream ends well.</summary>
    string Closing(WireAnswer answer);

    /// <summary>The event that ends a stream with an error.</summary>
    /// <param name="error">The error, as it would be the body of a response of its own.</param>
    string Error(string error);
}
