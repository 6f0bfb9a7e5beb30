using CapacityRouting.Simulation.Wire;

namespace CapacityRouting.Simulation.Providers;

/// <summary>
/// The reception of one request by a provider: an error, or a plan for its answer. The code that carries out the plan reports its progress here.
/// Its disposal before the end means that the client went away.
/// </summary>
internal sealed class Reception : IDisposable
{
    private readonly SimulatedProvider _provider;
    private readonly ProviderRequest _request;
    private readonly ProviderVisit _visit;

    public Reception(SimulatedProvider provider, ProviderRequest request, ProviderVisit visit, string id, Dictionary<string, string> headers, ErrorReply error)
        : this(provider, request, visit, id, headers)
    {
        Error = error;
        foreach ((string name, string value) in error.Headers)
            headers[name] = value;
    }

    public Reception(SimulatedProvider provider, ProviderRequest request, ProviderVisit visit, string id, Dictionary<string, string> headers, AnswerPlan plan)
        : this(provider, request, visit, id, headers)
    {
        Plan = plan;
        visit.InputTokens = request.InputTokens;
    }

    private Reception(SimulatedProvider provider, ProviderRequest request, ProviderVisit visit, string id, Dictionary<string, string> headers)
    {
        _provider = provider;
        _request = request;
        _visit = visit;
        Id = id;
        Headers = headers;
    }

    public string Id { get; }

    /// <summary>The headers of the response or the error.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The error of a refused request; null when it is admitted.</summary>
    public ErrorReply? Error { get; }

    /// <summary>The plan for the answer of an admitted request.</summary>
    public AnswerPlan? Plan { get; }

    public long InputTokens => _request.InputTokens;

    public long OutputTokens => _visit.OutputTokens;

    private ChargeRule Rule => _provider.Settings.Charge;

    private bool IsOutputReserved => Rule.ReservesMaxOutput && _request.MaxOutputTokens is not null;

    /// <summary>Notes that a piece has been written.</summary>
    public void Written(int tokens)
    {
        _visit.OutputTokens += tokens;
        if (!IsOutputReserved)
            _provider.Book(_visit, new(OutputTokens: tokens));
    }

    /// <summary>The answer is over. Call it before the last byte is sent: a caller with its whole answer must never find its own slot still taken.</summary>
    public void End(VisitEnd end)
    {
        if (IsOutputReserved && Rule.ReturnsUnusedOutput)
            _provider.Book(_visit, new(OutputTokens: _visit.OutputTokens - _request.MaxOutputTokens!.Value));
        _provider.Ended(_visit, end);
    }

    public void Dispose()
    {
        if (_visit.End == VisitEnd.None)
            End(VisitEnd.Abandoned);
    }
}
