using System.Text.Json;

namespace CapacityRouting.Simulation.Http;

/// <summary>The HTTP requests and answers of one provider's API. The headers and errors are those of its wire dialect.</summary>
internal interface IWireProtocol
{
    /// <summary>The paths of the API. A part in braces matches anything; the one named <see cref="WireProtocol.Deployment"/> names the model.</summary>
    IReadOnlyList<string> Paths { get; }

    /// <summary>Reads the body of a request.</summary>
    /// <param name="body">The body.</param>
    /// <param name="deployment">The model, where the path names it.</param>
    /// <exception cref="FormatException">The body is no such request. The message states the reason.</exception>
    WireRequest Read(JsonElement body, string? deployment);

    /// <summary>The body of the error for a request that can't be read.</summary>
    string Malformed(string problem);

    /// <summary>An answer in one piece.</summary>
    string Whole(WireAnswer answer);

    /// <summary>The events with which a stream begins, before its first token.</summary>
    string Opening(WireAnswer answer);

    /// <summary>The event that carries some more tokens.</summary>
    string Piece(WireAnswer answer, int tokens);

    /// <summary>The events at the end of a complete stream.</summary>
    string Closing(WireAnswer answer);

    /// <summary>The event that ends a stream with an error.</summary>
    /// <param name="error">The error, as the body of a response of its own.</param>
    string Error(string error);
}
