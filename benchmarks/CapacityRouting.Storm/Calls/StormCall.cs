using System.Text;
using CapacityRouting.Simulation;
using CapacityRouting.Storm.Plans;
using CapacityRouting.Storm.Scripts;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Storm.Calls;

/// <summary>One call: its plan, what its models saw, and what its caller got. Thread-safe.</summary>
internal sealed class StormCall(CallPlan plan)
{
    private readonly object _gate = new();
    private readonly List<Visit> _visits = [];
    private readonly StringBuilder _received = new();
    private readonly List<object> _sources = [];
    private readonly List<string> _extras = [];
    private readonly List<string> _oddities = [];
    private readonly CancellationTokenSource _cancellation = new();
    private int _points;
    private volatile bool _cancelledLate;
    private volatile Visit? _cancelledIn;

    public CallPlan Plan => plan;

    /// <summary>The second call of a caller that reads twice; else null.</summary>
    public StormCall? Again { get; } = plan.Caller == CallerKind.ReadsTwice ? new(plan.Again) : null;

    public CancellationToken Token => _cancellation.Token;

    /// <summary>What names the call to its models.</summary>
    public ChatMessage Message { get; init; } = new(ChatRole.User, $"{CallBook.Sign}{plan.Number}.");

    public Outcome Outcome { get; private set; }

    /// <summary>What the caller was thrown.</summary>
    public Exception? Error { get; private set; }

    public RoutingReport? Report { get; private set; }

    /// <summary>Whether the caller had cancelled by the time that it got its outcome.</summary>
    public bool WasCancelled { get; private set; }

    /// <summary>Whether the attempt under way had failed by the time that the caller cancelled: both is then to be expected.</summary>
    public bool WasCancelledLate => _cancelledLate;

    /// <summary>Reasoning, signatures and calls of functions that the caller got, by their names.</summary>
    public IReadOnlyList<string> Extras => _extras;

    /// <summary>Of how many attempts the caller had heard when it got something that no other model can go on from; null when it never did.</summary>
    public int? ClosedAfter { get; private set; }

    public string Received => _received.ToString();

    public int Updates { get; private set; }

    public int FinishReasons { get; private set; }

    /// <summary>The attempts whose updates the caller got, as far as the updates tell it.</summary>
    public IReadOnlyList<object> Sources => _sources;

    /// <summary>What was seen to be wrong while it ran.</summary>
    public IReadOnlyList<string> Oddities
    {
        get
        {
            lock (_gate)
                return [.. _oddities];
        }
    }

    public IReadOnlyList<Visit> Visits
    {
        get
        {
            lock (_gate)
                return [.. _visits];
        }
    }

    /// <summary>A model is called.</summary>
    public Visit Arrive(string route, string given)
    {
        lock (_gate)
        {
            Visit visit = new(route, AnswerScript.For(plan.Attempt(_visits.Count), plan.Answer, given, $"{plan.Number}.{_visits.Count}"), given);
            _visits.Add(visit);
            if (!plan.Answer.StartsWith(given, StringComparison.Ordinal))
                _oddities.Add($"route {route} was asked to go on from '{given}'");
            return visit;
        }
    }

    /// <summary>A place at which the caller may cancel.</summary>
    public void Point()
    {
        if (plan.Caller == CallerKind.CancelsAtPoint && Interlocked.Increment(ref _points) == plan.CallerAt + 1)
            Cancel();
    }

    public void Cancel()
    {
        if (Outcome == Outcome.None && Visits is [.., var last])
            (_cancelledIn, _cancelledLate) = (last, last.IsBroken);
        _cancellation.Cancel();
    }

    /// <summary>Cancels when the caller's patience is over.</summary>
    public async Task CancelAsync(TimeProvider time)
    {
        await InlineDelay.For(TimeSpan.FromMilliseconds(plan.CallerAt), time, default);
        Cancel();
    }

    /// <summary>Whether the caller cancelled while an attempt was the latest.</summary>
    public bool WasCancelledIn(Visit visit) => _cancelledIn == visit;

    public void Receive(ChatResponseUpdate update)
    {
        Updates++;
        _received.Append(update.Text);
        foreach (AIContent content in update.Contents)
            Receive(content);
        Report ??= update.GetRoutingReport();
        if (update.FinishReason is not null)
            FinishReasons++;
        if (update.RawRepresentation is Visit source && !_sources.Contains(source))
            _sources.Add(source);
        if (Outcome != Outcome.None)
            Odd("an update came after the outcome");
    }

    private void Receive(AIContent content)
    {
        string? name = content switch
        {
            TextReasoningContent { ProtectedData: { } signature } => signature,
            TextReasoningContent thought => thought.Text,
            FunctionCallContent function => function.CallId,
            _ => null,
        };
        if (name is null)
            return;
        _extras.Add(name);
        if (content is not TextReasoningContent { ProtectedData: null })
            ClosedAfter ??= Visits.Count;
    }

    public void End(Outcome outcome, Exception? error = null)
    {
        if (Outcome != Outcome.None)
            Odd($"a second outcome, {outcome}, after {Outcome}");
        Outcome = outcome;
        Error = error;
        Report ??= error?.GetRoutingReport();
        WasCancelled = _cancellation.IsCancellationRequested;
    }

    public void Odd(string what)
    {
        lock (_gate)
            _oddities.Add(what);
    }
}
