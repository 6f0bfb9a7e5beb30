using CapacityRouting.Storm.Calls;
using CapacityRouting.Storm.Plans;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Storm.Virtual;

/// <summary>A model without a network that answers each call by its plan, in the simulation's time.</summary>
internal sealed class StormModel : IChatClient
{
    private readonly CallBook _calls;
    private readonly TimeProvider _time;

    public StormModel(string route, CallBook calls, TimeProvider time)
    {
        Route = route;
        _calls = calls;
        _time = time;
        AttemptObservation.Enable();
    }

    public string Route { get; }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("The storm is of streams.");

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatMessage[] request = [.. messages];
        StormCall call = _calls.Find(request[0].Text);
        string given = request[^1].Role == ChatRole.Assistant ? request[^1].Text : "";
        Visit visit = call.Arrive(Route, given);
        visit.Flow.Most = options?.MaxOutputTokens;
        AttemptObservation? observation = AttemptObservation.Current;
        observation?.Sending(this);
        call.Point();
        AttemptPlan plan = visit.Script.Plan;
        if (plan.Fault is >= StormFault.Refused and <= StormFault.Unauthorized && plan.Flaws.HasFlag(ClientFlaws.ThrowsAtOnce))
        {
            visit.Break();
            throw StormFailures.Of(plan.Fault, observation);
        }

        return new StormStream(call, visit, observation, _time, cancellationToken);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
        // It owns nothing.
    }
}
