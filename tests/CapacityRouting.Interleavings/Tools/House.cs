using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Routing;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Interleavings.Tools;

/// <summary>A client with one route, in a time that stands still. What the route's model answers, and when, the scenario says.</summary>
internal sealed class House
{
    /// <summary>The text of a request that takes nine tokens; others take five.</summary>
    public static string NineTokens { get; } = new('a', 20);

    /// <summary>Every request takes a slot; the bucket holds ten input tokens.</summary>
    public static CapacityLimits TenTokens(int slots) => new() { MaxConcurrentRequests = slots, InputTokensPerMinute = 60, Burst = TimeSpan.FromSeconds(10) };

    public House(CapacityLimits limits)
        : this(new FrozenTime(), limits, shared: null)
    {
    }

    private House(FrozenTime time, CapacityLimits? limits, CapacityQuota? shared)
    {
        Time = time;
        CapacityRoutingOptions options = new() { MaxWait = TimeSpan.FromDays(1), SafetyReserve = 0, RandomSeed = 1 };
        Client = new([new ModelRoute("route", Model) { Limits = limits, Quota = shared, CircuitBreaker = new() { MinimumThroughput = 2 } }], options, Time);
        Route = Client.Router.Find("route")!;
    }

    public FrozenTime Time { get; }

    public PromptedModel Model { get; } = new();

    public CapacityAwareChatClient Client { get; }

    public Route Route { get; }

    public Quota Quota => Route.Quota;

    public double Level => Quota.Level(Quota.Limits[0], 0);

    /// <summary>Two whose routes draw on one quota.</summary>
    public static (House One, House Other) Two(CapacityLimits limits)
    {
        FrozenTime time = new();
        CapacityQuota shared = new("shared", limits);
        return (new(time, limits: null, shared), new(time, limits: null, shared));
    }

    /// <summary>Takes a place of the route's, as a call does that is under way.</summary>
    public Admission Admit(long tokens = 5)
    {
        Assert.True(Route.TryAdmit(CapacityUnits.OneRequest(tokens, 0), 0, Time.Now, out Admission admission));
        return admission;
    }

    /// <summary>A call through the front door, as far as it goes without an answer of the model's.</summary>
    public Task<ChatResponse> Call(CancellationToken cancellation = default) => Call("Hi", cancellation);

    public Task<ChatResponse> Call(string text, CancellationToken cancellation = default) =>
        Client.GetResponseAsync([new ChatMessage(ChatRole.User, text)], cancellationToken: cancellation);
}
