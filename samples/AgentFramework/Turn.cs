using CapacityRouting;
using Microsoft.Extensions.AI;

namespace AgentSample;

/// <summary>One turn of the conversation: what was said, and the report of each call that it took.</summary>
internal sealed class Turn
{
    private readonly List<RoutingReport> _calls = [];

    public IReadOnlyList<RoutingReport> Calls => _calls;

    public string Text { get; private set; } = "";

    public void Add(ChatResponseUpdate update)
    {
        Text += update.Text;
        if (update.GetRoutingReport() is { } report && !_calls.Contains(report))
            _calls.Add(report);
    }

    /// <summary>Whether the attempts went to these routes, in this order. A "!" marks one that failed.</summary>
    public bool Went(params IEnumerable<string> routes) =>
        routes.SequenceEqual(_calls.SelectMany(call => call.Attempts).Select(attempt => attempt.Failure is null ? attempt.Route : $"{attempt.Route}!"));
}
