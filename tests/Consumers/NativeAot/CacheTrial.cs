using System.Net;
using CapacityRouting.Pipelines.Tests.Tools;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Consumers;

/// <summary>The same question twice, to a cache above a router: the first time the model answers, the second time the cache does.</summary>
internal sealed class CacheTrial(bool streaming, bool failing)
{
    private const string Answer = "once";
    private const string Quoted = "sk-quoted-key";

    private readonly ByteCache _cache = new();
    private readonly TestClient _model = TestClient.Saying(Answer);

    /// <returns>What is wrong; null when nothing is.</returns>
    public async Task<string?> FaultAsync()
    {
        using IChatClient client = new ChatClientBuilder(new CapacityAwareChatClient(Routes())).UseDistributedCache(_cache).Build();
        try
        {
            ChatResponse first = await client.AskAsync(streaming);
            ChatResponse again = await client.AskAsync(streaming);
            return FaultOf(first) ?? FaultOf(again, first);
        }
        catch (Exception thrown)
        {
            return thrown.ToString();
        }
    }

    private IEnumerable<ModelRoute> Routes()
    {
        if (failing)
            yield return new("failing", TestClient.Failing(static () => new HttpRequestException(Quoted, inner: null, HttpStatusCode.TooManyRequests)));
        yield return new("answering", _model);
    }

    private string? FaultOf(ChatResponse first)
    {
        RoutingReport? report = first.GetRoutingReport();
        int attempts = failing ? 2 : 1;
        return report is not { ServedBy: "answering" } || report.Attempts.Count != attempts ? $"the report says {report?.ServedBy} after {report?.Attempts.Count} attempt(s)"
            : failing && report.Attempts[0].Failure is not { Kind: FailureKind.RateLimited, StatusCode: 429, Exception: null, Message: null } ? $"the failure is {report.Attempts[0].Failure}"
            : null;
    }

    private string? FaultOf(ChatResponse again, ChatResponse first) =>
        (first.Text, again.Text) != (Answer, Answer) ? $"the answers are '{first.Text}' and '{again.Text}'"
        : _model.Calls != 1 ? $"the model was called {_model.Calls} times"
        : again.GetRoutingReport() is not { IsRestored: true, ServedBy: "answering" } ? "the report of an answer from the cache is lost"
        : _cache.Text.Contains(Quoted, StringComparison.Ordinal) ? "the cache holds what an error quoted"
        : null;
}
