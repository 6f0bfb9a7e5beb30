using CapacityRouting.Simulation.Limiters;
using CapacityRouting.Simulation.Providers;

namespace CapacityRouting.Simulation.Wire;

/// <summary>The headers and errors of one provider, word for word as far as they are known.</summary>
internal interface IWireDialect
{
    /// <summary>What the client says of itself: by this the router knows whose rules hold.</summary>
    string ProviderName { get; }

    /// <summary>Writes the headers that every response carries, errors too.</summary>
    void WriteHeaders(IDictionary<string, string> headers, string id, IEnumerable<Standing> standings, HeaderStyle style);

    /// <summary>A limit refuses.</summary>
    ErrorReply RateLimited(ProviderRequest request, string id, Refusal refusal, ToldWait wait);

    /// <summary>A refusal for want of capacity that says nothing of any limit.</summary>
    ErrorReply TurnedAway(string id);

    /// <summary>The service is overloaded or down.</summary>
    ErrorReply Unavailable(string id);

    /// <summary>The prompt is longer than the model's window.</summary>
    ErrorReply TooLong(ProviderRequest request, string id, int window);

    /// <summary>Something broke on the way.</summary>
    ErrorReply Broken(string id);
}
