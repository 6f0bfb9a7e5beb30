using CapacityRouting.Simulation.Limiters;
using CapacityRouting.Simulation.Providers;

namespace CapacityRouting.Simulation.Wire;

/// <summary>The headers and errors of one provider, in the provider's words as far as they are known.</summary>
internal interface IWireDialect
{
    /// <summary>The provider name in the client's metadata. It decides which provider profile the router uses.</summary>
    string ProviderName { get; }

    /// <summary>Writes the headers that every response carries, errors too.</summary>
    void WriteHeaders(IDictionary<string, string> headers, string id, IEnumerable<Standing> standings, HeaderStyle style);

    /// <summary>The error for a limit's refusal.</summary>
    ErrorReply RateLimited(ProviderRequest request, string id, Refusal refusal, ToldWait wait);

    /// <summary>The error for a refusal without capacity that names no limit of its own.</summary>
    /// <param name="id">The request's number.</param>
    /// <param name="wait">The wait that it states.</param>
    /// <param name="words">What it says.</param>
    ErrorReply TurnedAway(string id, ToldWait wait, string words);

    /// <summary>The error of a service that is overloaded or down.</summary>
    ErrorReply Unavailable(string id);

    /// <summary>The error for a prompt that is longer than the model's context window.</summary>
    ErrorReply TooLong(ProviderRequest request, string id, int window);

    /// <summary>The error for an answer that broke off.</summary>
    ErrorReply Broken(string id);
}
