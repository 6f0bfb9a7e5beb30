using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Hosting;

/// <summary>A reload in the middle of anything changes no lease that is out: what is left at the end is what would be left without it.</summary>
public sealed class ReloadInTheMiddleTests
{
    private const string Before = """{ "Limits": { "RequestsPerDay": 1000, "TokensPerDay": 100000, "MaxConcurrentRequests": 1 } }""";

    public static TheoryData<string, string, bool> Cells
    {
        get
        {
            TheoryData<string, string, bool> cells = new();
            foreach (string moment in (string[])["under way", "flowing", "left half-read", "waiting", "admitted", "failing", "cancelled"])
                foreach (string change in Changes.Keys)
                    foreach (bool streaming in (bool[])[false, true])
                        if (streaming || moment is not ("flowing" or "left half-read"))
                            cells.Add(moment, change, streaming);
            return cells;
        }
    }

    private static Dictionary<string, string> Changes { get; } = new(StringComparer.Ordinal)
    {
        ["limits up"] = """{ "Limits": { "RequestsPerDay": 3000, "TokensPerDay": 300000, "MaxConcurrentRequests": 1 } }""",
        ["limits down"] = """{ "Limits": { "RequestsPerDay": 500, "TokensPerDay": 50000, "MaxConcurrentRequests": 1 } }""",
        ["more at once"] = """{ "Limits": { "RequestsPerDay": 1000, "TokensPerDay": 100000, "MaxConcurrentRequests": 5 } }""",
        ["no bound at once"] = """{ "Limits": { "RequestsPerDay": 1000, "TokensPerDay": 100000 } }""",
        ["profile"] = """{ "Profile": "Groq", "Limits": { "RequestsPerDay": 1000, "TokensPerDay": 100000, "MaxConcurrentRequests": 1 } }""",
        ["timeouts"] = """{ "Timeouts": { "Total": "00:00:01" }, "Limits": { "RequestsPerDay": 1000, "TokensPerDay": 100000, "MaxConcurrentRequests": 1 } }""",
        ["least output"] = """{ "MaxOutputTokens": 3, "MaxInputTokens": 90000, "Limits": { "RequestsPerDay": 1000, "TokensPerDay": 100000, "MaxConcurrentRequests": 1 } }""",
    };

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Reload_InTheMiddle_LeavesWhatWouldBeLeftWithoutIt(string moment, string change, bool streaming) => await Task.Run(async () =>
    {
        double[] without = await UsedAsync(moment, change: null, streaming);
        double[] with = await UsedAsync(moment, Changes[change], streaming);

        // A waiter has taken nothing yet, and takes what the new settings say.
        if (moment != "waiting" || change is not ("profile" or "least output"))
            Assert.Equal(without, with);
        Assert.Equal((0, without[1]), (with[0], with[1]));
    });

    /// <returns>What is in flight at the end, and what was used of requests and of tokens.</returns>
    private static async Task<double[]> UsedAsync(string moment, string? change, bool streaming)
    {
        FakeTimeProvider time = new();
        TaskCompletionSource<string?> answer = new();
        Conformance.Faults.Model model = new("a");
        ReloadableConfiguration configuration = new(JsonOf(Before));
        using ServiceProvider services = ServicesOf(configuration, model, time);
        IChatClient client = services.GetRequiredService<IChatClient>();
        model.Next(async token => await answer.Task.WaitAsync(token).ConfigureAwait(false));
        void Reload() => configuration.Change(JsonOf(change ?? Before));
        using CancellationTokenSource giveUp = new();
        List<Task> calls = [ReadAsync(client, streaming, moment, Reload, giveUp.Token)];
        if (moment is "waiting" or "admitted")
            calls.Add(ReadAsync(client, streaming, moment, Reload, default));
        if (moment == "admitted")
            model.Next(_ =>
            {
                Reload();
                return Task.FromResult<string?>("a has it");
            });
        if (moment is not ("flowing" or "left half-read" or "admitted"))
            Reload();
        if (moment == "cancelled")
            giveUp.Cancel();
        else if (moment == "failing")
            answer.SetException(TestClient.Http(500));
        else
            answer.SetResult("a has it");
        await Task.WhenAll(calls).WaitAsync(TimeSpan.FromSeconds(20)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.True(calls.TrueForAll(call => call.IsCompleted), "A call hangs.");
        return UsedOf(client);
    }

    private static double[] UsedOf(IChatClient client)
    {
        RouteSnapshot route = client.Route("a");
        return [route.InFlight, .. route.Buckets.Select(bucket => (double)Math.Round(bucket.Burst - bucket.Level, 3))];
    }

    private static async Task ReadAsync(IChatClient client, bool streaming, string moment, Action reload, CancellationToken token)
    {
        ChatOptions options = new() { MaxOutputTokens = 50 };
        if (!streaming)
        {
            await client.GetResponseAsync(Ask.Question, options, token).ConfigureAwait(false);
            return;
        }

        int seen = 0;
        await foreach (ChatResponseUpdate _ in client.GetStreamingResponseAsync(Ask.Question, options, token).ConfigureAwait(false))
        {
            if (++seen == 1 && moment is ("flowing" or "left half-read"))
                reload();
            if (moment == "left half-read")
                return;
        }
    }

    private static string JsonOf(string route) => $$"""{ "RetryWhenAlone": false, "Routes": { "a": {{route}} } }""";

    private static ServiceProvider ServicesOf(ReloadableConfiguration configuration, IChatClient model, FakeTimeProvider time)
    {
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(time);
        services.AddCapacityAwareFallback(routing => routing.BindConfiguration(configuration.Root).AddRoute("a", model, route => route.Profile = ProviderProfile.Generic with { DailyReset = LimitReset.Calendar, OutputTokenWeight = 2 }));
        return services.BuildServiceProvider();
    }
}
