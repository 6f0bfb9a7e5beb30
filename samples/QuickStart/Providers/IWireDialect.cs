using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace QuickStart.Providers;

/// <summary>How one provider's API looks on the wire. Everything behind the wire is the same for all.</summary>
internal interface IWireDialect
{
    string Path { get; }

    ModelCall Read(JsonElement body);

    Charge ChargeFor(ModelCall call);

    string NewId(int call);

    /// <summary>Whether a refused request is counted against the request limit like any other.</summary>
    bool CountsRefusedRequests { get; }

    /// <summary>Writes the headers that every response carries, with the buckets as they are after this call.</summary>
    void WriteHeaders(IHeaderDictionary headers, string id, IEnumerable<BucketLevel> levels);

    /// <summary>A 429, with its headers and body.</summary>
    ErrorReply RateLimited(ModelCall call, string id, Refusal refusal);

    /// <summary>What the service answers while it is overloaded or down.</summary>
    ErrorReply Unavailable(string id);

    string Body(Answer answer);

    string OpeningEvents(Answer answer);

    string PieceEvent(Answer answer, AnswerPiece piece);

    string ClosingEvents(Answer answer);
}
