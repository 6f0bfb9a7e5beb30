using CapacityRouting.Queue.Running;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Queue.Models;

/// <summary>Callers that wait for a route whose one slot is never left.</summary>
internal sealed class StandingLine
{
    private const int CallsBetweenLooks = 64;

    private StandingLine(CapacityAwareChatClient client, ChatMessage[] messages) => (Client, Messages) = (client, messages);

    public CapacityAwareChatClient Client { get; }

    public ChatMessage[] Messages { get; }

    /// <summary>A line for the route <c>a</c>, with an idle route <c>b</c> beside it.</summary>
    /// <param name="callers">How many wait.</param>
    /// <param name="tenants">Among how many tenants they are spread.</param>
    /// <param name="idle">The client of the idle route; null for no such route.</param>
    /// <param name="limit">The longest that it may take until all stand in line.</param>
    public static StandingLine Of(int callers, int tenants, StubModel? idle, TimeSpan limit)
    {
        List<ModelRoute> routes = [new("a", StubModel.Silent()) { Tags = ["a"], Limits = new() { MaxConcurrentRequests = 1 } }];
        if (idle is not null)
            routes.Add(new("b", idle) { Tags = ["b"], Limits = new() { MaxConcurrentRequests = 64 } });
        StandingLine line = new(new(routes, Routers.Options()), [new(ChatRole.User, "hello")]);
        line.Fill(callers, tenants, limit);
        return line;
    }

    /// <summary>The options of a call that is kept to one route.</summary>
    public static ChatOptions KeptTo(string tag, string? tenant = null, TimeSpan? maxWait = null) =>
        new ChatOptions().WithRouting(new() { Tags = [tag], Tenant = tenant, MaxWait = maxWait });

    private void Fill(int callers, int tenants, TimeSpan limit)
    {
        TimeAllowance allowance = new(limit);
        ChatOptions[] options = [.. Enumerable.Range(0, Math.Max(1, tenants)).Select(tenant => KeptTo("a", $"t{tenant}"))];
        _ = Client.GetResponseAsync(Messages, options[0]);
        for (int caller = 0; caller < callers; caller++)
        {
            _ = Client.GetResponseAsync(Messages, options[caller % options.Length]);
            if (caller % CallsBetweenLooks == 0)
                allowance.ThrowIfSpent();
        }
    }
}
