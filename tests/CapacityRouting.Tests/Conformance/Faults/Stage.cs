using CapacityRouting.Capacity;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace CapacityRouting.Tests.Conformance.Faults;

/// <summary>
/// Two routes of one account on which a scenario is played, and the same check after each: whatever threw, nothing that was taken is lost. Each route lets one call
/// through at a time, and every request counts in a day's limit, out of which nothing flows back.
/// </summary>
internal sealed class Stage : IDisposable
{
    private const int PerDay = 1_000;

    private readonly List<TaskCompletionSource<string?>> _held = [];

    public Stage(TimeProvider? time = null, ILoggerFactory? log = null, CapacityRoutingOptions? options = null, ManualTime? clock = null)
    {
        Time = clock ?? new();
        CapacityQuota account = new("account", new() { RequestsPerDay = PerDay, MaxConcurrentRequests = 4 });
        Router = new([RouteOf("a", A, account), RouteOf("b", B, account)], options ?? new(), time ?? Time, log);
    }

    public ManualTime Time { get; }

    public Model A { get; } = new("a");

    public Model B { get; } = new("b");

    public CapacityAwareChatClient Router { get; }

    public List<Task<string>> Calls { get; } = [];

    public TaskCompletionSource<string?> Hold()
    {
        TaskCompletionSource<string?> held = new();
        _held.Add(held);
        return held;
    }

    /// <summary>Begins a call. What it throws at once is its outcome as well.</summary>
    public Task<string> Ask(bool streaming, string? tag = null, ChatOptions? options = null, int stopAfter = int.MaxValue, CancellationToken token = default)
    {
        Task<string> call = AskAsync(streaming, tag is null ? options : (options ?? new()).WithRouting(new() { Tags = [tag] }), stopAfter, token);
        Calls.Add(call);
        return call;
    }

    public void Pass(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>Ends all that is under way.</summary>
    public void Finish()
    {
        A.Forget();
        B.Forget();
        foreach (TaskCompletionSource<string?> held in _held)
            held.TrySetResult("late");
        for (int minute = 0; minute < 5 && !Calls.TrueForAll(call => call.IsCompleted); minute++)
            Pass(60);
    }

    /// <summary>Checks the end: no waiter is left, no lease is out, only what was sent is charged, and both routes take the next call.</summary>
    public async Task CheckAsync(string cell)
    {
        Assert.True(Calls.TrueForAll(call => call.IsCompleted), $"{cell}: a call hangs");
        AssertAtRest(cell);
        AssertCharged(cell);
        Pass(7_200);
        foreach (string route in (string[])["a", "b"])
        {
            Assert.Equal($"{cell}: {route} has it", $"{cell}: {await AskAsync(streaming: false, Only(route), int.MaxValue, default).DoneAsync()}");
            Assert.Equal($"{cell}: {route} has it", $"{cell}: {await AskAsync(streaming: true, Only(route), int.MaxValue, default).DoneAsync()}");
        }

        AssertAtRest(cell);
        AssertCharged(cell);
    }

    public void Dispose() => Router.Dispose();

    private static ModelRoute RouteOf(string name, Model model, CapacityQuota account) => new(name, model)
    {
        Quota = account,
        Tags = [name],
        Limits = new() { RequestsPerDay = PerDay, RequestsPerMinute = 600, TokensPerMinute = 100_000, MaxConcurrentRequests = 1 },
        Profile = ProviderProfile.Generic with { DailyReset = LimitReset.Calendar, ChargesFailedCalls = true, SupportsAssistantPrefill = true },
        Timeouts = new() { FirstToken = TimeSpan.FromSeconds(20), Idle = TimeSpan.FromSeconds(20), Total = TimeSpan.FromSeconds(60) },
    };

    private static ChatOptions Only(string route) => new ChatOptions().WithRouting(new() { Tags = [route], MaxWait = TimeSpan.Zero });

    private async Task<string> AskAsync(bool streaming, ChatOptions? options, int stopAfter, CancellationToken token)
    {
        if (!streaming)
            return (await Router.GetResponseAsync(Tools.Ask.Question, options, token).ConfigureAwait(false)).Text;
        string text = string.Empty;
        await foreach (ChatResponseUpdate update in Router.GetStreamingResponseAsync(Tools.Ask.Question, options, token).ConfigureAwait(false))
        {
            text += update.Text;
            if (--stopAfter == 0)
                break;
        }

        return text.TrimEnd();
    }

    private void AssertAtRest(string cell)
    {
        Quota[] quotas = [.. Router.Router.Routes.Table.Routes.SelectMany(route => new[] { route.Quota, route.Quota.Parent! })];
        Assert.True(Array.TrueForAll(quotas, quota => quota.Slots.InFlight == 0), $"{cell}: in flight {string.Join(", ", quotas.Select(quota => quota.Slots.InFlight))}");
        Assert.True((A.Open, B.Open) == (0, 0), $"{cell}: streams left open {A.Open}, {B.Open}");
    }

    private void AssertCharged(string cell)
    {
        IReadOnlyList<RouteSnapshot> routes = Router.Monitor().GetSnapshot().Routes;
        double[] used = [.. routes.Select(route => Used(route, shared: null)), Used(routes[0], "account")];
        Assert.True((used[0], used[1], used[2]) == (A.Sent, B.Sent, A.Sent + B.Sent), $"{cell}: {string.Join(", ", used)} charged, sent {A.Sent}, {B.Sent}");
    }

    private static double Used(RouteSnapshot route, string? shared) =>
        Math.Round(PerDay - route.Buckets.Single(bucket => bucket.Dimension == CapacityDimension.RequestsPerDay && bucket.Quota == shared).Level, 3);
}
