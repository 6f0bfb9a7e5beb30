using System.Globalization;
using CapacityRouting.Routing;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Routing;

/// <summary>A router in a random state, and a random request: what is said of it, and what becomes of it. One seed is one case.</summary>
internal sealed class ExplainedCase : IDisposable
{
    private const string Marked = "measured";

    private static readonly string[] Tags = ["fast", "cheap"];

    private readonly Random _random;
    private readonly ManualTime _time = new();
    private readonly CapacityAwareChatClient _client;
    private readonly string[] _names;
    private readonly Dictionary<string, Func<Exception>?> _failures = [];
    private readonly List<string> _history = [];
    private readonly CancellationTokenSource _over = new();
    private readonly bool _mayWait;
    private readonly bool _isCrowded;

    // A waiter for a route that ranks high now may find that it no longer does.
    private readonly bool _isRankFixed;
    private bool _isHanging;
    private bool _isAnswering;
    private (string Route, long At)? _measured;

    public ExplainedCase(int seed, bool mayWait, IRouteSelector selector)
    {
        (_random, _mayWait, _isCrowded) = (new(seed), mayWait, seed % 4 == 0);
        _isRankFixed = selector is not LeastUsedSelector;
        _names = [.. "abcd"[..Pick(2, 3, 4)].Select(name => name.ToString())];
        CapacityRoutingOptions options = Options();
        _client = new(_names.Select(RouteOf), options, _time, selector);
        _history.Add($"wait {options.MaxWait} preferred {options.MaxWaitForPreferred} reserves {options.PreferredReserve} {options.SafetyReserve} {options.BackgroundReserve}");
    }

    /// <summary>What became of the request: "now", "later" or "refused".</summary>
    public string Outcome { get; private set; } = string.Empty;

    /// <summary>The history of the case, to explain a failure.</summary>
    public string History => string.Join(Environment.NewLine, _history);

    public void Dispose()
    {
        _over.Cancel();
        _client.Dispose();
        _over.Dispose();
    }

    /// <summary>Brings the router into its state, asks, sends, and compares.</summary>
    /// <returns>What differs; null when nothing does.</returns>
    public async Task<string?> DifferenceAsync()
    {
        for (int steps = _random.Next(12); steps > 0; steps--)
            await StepAsync();
        RequestRouting wishes = AnyWishes();

        // A waiter that overtakes others, or is overtaken by the turns of other tenants, changes what they do. The start is then foreseen as if no waiter gave up.
        for (int waiting = _mayWait ? _random.Next(4) : 0; waiting > 0; waiting--)
            _ = SendAsync("waiting", Prompt.Of(_random.Next(4, 40)), new() { Priority = wishes.Priority, MaxWait = TimeSpan.FromSeconds(_random.Next(1, 90)), Tenant = wishes.Tenant, MaxWaitForPreferred = TimeSpan.Zero });
        (IReadOnlyList<ChatMessage> messages, ChatOptions options) = AnyRequest(wishes);
        _isAnswering = true;
        RoutingExplanation said = _client.Monitor().Explain(messages, options);
        _history.Add($"said {said.Route ?? "none"} in {said.Wait}: {string.Join(", ", said.Excluded)}");
        return Compare(said, await OutcomeAsync(messages, options));
    }

    private async Task<(RoutingReport Report, long Asked)> OutcomeAsync(IReadOnlyList<ChatMessage> messages, ChatOptions options)
    {
        long asked = _time.GetTimestamp();
        Task<ChatResponse> call = _client.AskAsync(streaming: false, options, messages, _over.Token);
        for (int i = 0; i < 20 && !call.IsCompleted; i++)
            _time.Advance(TimeSpan.FromSeconds(20));
        try
        {
            return ((await call.DoneAsync()).GetRoutingReport()!, asked);
        }
        catch (NoRouteAvailableException none)
        {
            return (none.GetRoutingReport()!, asked);
        }
    }

    private string? Compare(RoutingExplanation said, (RoutingReport Report, long Asked) outcome)
    {
        (RoutingReport report, long asked) = outcome;
        _history.Add($"sent to {_measured?.Route ?? "none"} in {TimeSpan.FromTicks((_measured?.At ?? asked) - asked)}: {string.Join(", ", report.Excluded)}");
        Outcome = _measured is null ? "refused" : _measured.Value.At == asked ? "now" : "later";
        if (said.Route != _measured?.Route)
            return "another route";
        if (_measured is { At: var at } && Math.Abs(at - asked - said.Wait.Ticks) > TimeSpan.TicksPerMillisecond)
            return "another start";
        bool isSame = report.Excluded.All(excluded => excluded.Route == said.Route || said.Excluded.Contains(excluded));
        return isSame ? null : "other reasons";
    }

    private async Task StepAsync()
    {
        switch (_random.Next(8))
        {
            case 0:
                _history.Add("advance");
                _time.Advance(TimeSpan.FromMilliseconds(_random.Next(0, 12_000)));
                break;
            case 1:
                string isolated = Pick(_names);
                _history.Add($"isolate {isolated}");
                await ((IRouteControl)_client.Monitor()).IsolateAsync(isolated);
                break;
            case 2:
                string failing = Pick(_names);
                _failures[failing] = _isCrowded ? null : AnyFailure();
                await SendAsync($"failing {failing}", Prompt.Of(5), new() { MaxWait = TimeSpan.Zero });
                break;
            case 3:
                _isHanging = true;
                for (int calls = _isCrowded ? Pick(1, 11) : 1; calls > 0; calls--)
                    _ = SendAsync("hanging", Prompt.Of(_random.Next(4, 20)), new() { MaxWait = TimeSpan.Zero, Priority = AnyClass() });
                _isHanging = false;
                break;
            default:
                await SendAsync("drain", Prompt.Of(_random.Next(4, 40)), new() { MaxWait = TimeSpan.Zero, Priority = AnyClass() });
                break;
        }
    }

    private Func<Exception> AnyFailure()
    {
        int status = _mayWait ? Pick(429, 429, 401) : Pick(429, 429, 500, 503, 401, 404);
        string? wait = Pick(_mayWait ? "7" : null, _random.Next(1, 40).ToString(CultureInfo.InvariantCulture));
        return () => TestClient.Http(status, status is 429 or 503 ? wait : null);
    }

    private Task SendAsync(string what, IEnumerable<ChatMessage> messages, RequestRouting routing)
    {
        _history.Add($"{what} {routing.Priority} at {_time.GetTimestamp()}");
        return Quietly(_client.AskAsync(streaming: false, new ChatOptions().WithRouting(routing), messages, _over.Token));
    }

    private static async Task Quietly(Task call)
    {
        try
        {
            await call.ConfigureAwait(false);
        }
        catch (Exception)
        {
            // What becomes of it is no part of the question.
        }
    }

    private RequestRouting AnyWishes() => new()
    {
        Priority = AnyClass(),
        Tags = Pick<string[]>([], [], [], [Pick(Tags)]),
        MaxWait = Pick<TimeSpan?>(null, null, TimeSpan.Zero, TimeSpan.FromSeconds(_random.Next(1, 60))),
        MaxWaitForPreferred = _isRankFixed ? Pick<TimeSpan?>(null, null, TimeSpan.FromSeconds(_random.Next(1, 20))) : null,
        MaxAttempts = Pick<int?>(null, 1, 2),
        Tenant = Pick(null, "t", "u"),
        RestartElsewhere = Pick(false, true),
    };

    private (IReadOnlyList<ChatMessage> Messages, ChatOptions Options) AnyRequest(RequestRouting routing)
    {
        string owner = Pick(_names);
        ChatOptions options = Pick(false, false, false, true) ? Own.Conversation(owner) : new();
        IReadOnlyList<ChatMessage> asked = Pick(0, 0, 1) == 1 ? Own.Results(owner) : Prompt.Of(_random.Next(4, 60));
        options.ModelId = Marked;
        _history.Add($"asks {routing} tags {string.Join(',', routing.Tags)} conversation {options.ConversationId} turn of {(asked.Count > 1 ? owner : "none")} at {_time.GetTimestamp()}");
        return (asked, options.WithRouting(routing));
    }

    private CapacityRoutingOptions Options()
    {
        CapacityRoutingOptions options = Make.Untimed();
        options.MaxWait = TimeSpan.FromSeconds(Pick(0, 1, 10, 60, 300));
        options.MaxWaitForPreferred = TimeSpan.FromSeconds(_isRankFixed ? Pick(0, 0, 1, 5, 30) : 0);
        options.PreferredReserve = Pick(0, 0.1, 0.5);
        options.SafetyReserve = Pick(0, 0.02, 0.2);
        options.BackgroundReserve = Math.Max(options.SafetyReserve, Pick(0, 0.5, 0.7));
        options.RandomSeed = 1;
        options.CircuitBreaker = new() { MinimumThroughput = 2 };
        return options;
    }

    private ModelRoute RouteOf(string name)
    {
        long? requests = Pick<long?>(null, 6, 60, 600);
        CapacityLimits limits = new()
        {
            RequestsPerMinute = requests,
            InputTokensPerMinute = _mayWait && requests is not null ? null : Pick<long?>(null, 60, 600),
            MaxConcurrentRequests = _mayWait ? null : Pick<int?>(null, null, 1, 2),
            Burst = Pick<TimeSpan?>(null, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1)),
        };
        string[] tags = Pick<string[]>([], [Tags[0]], Tags);
        _history.Add($"{name}: {limits} {string.Join(',', tags)}");
        TestClient model = new() { OnResponse = (_, options, _) => Answer(name, options) };
        return new(name, model) { Limits = limits, Tags = tags };
    }

    private Task<ChatResponse> Answer(string name, ChatOptions? options)
    {
        bool isMeasured = options?.ModelId == Marked;
        _history.Add($"  {(isMeasured ? "measured" : "another")} at {name} at {_time.GetTimestamp()}");
        if (isMeasured)
            _measured = (name, _time.GetTimestamp());
        else if (_isHanging)
            return new TaskCompletionSource<ChatResponse>().Task;
        else if (!_isAnswering && _failures.Remove(name, out Func<Exception>? failure) && failure is not null)
            return Task.FromException<ChatResponse>(failure());
        ChatResponse response = new(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent(name, "weather")])) { FinishReason = ChatFinishReason.ToolCalls, ConversationId = name };
        return Task.FromResult(response);
    }

    private RequestPriority AnyClass() => Pick(RequestPriority.Normal, RequestPriority.Normal, RequestPriority.Critical, RequestPriority.Background);

    private T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];
}
