using CapacityRouting.Chat;
using CapacityRouting.Chat.Streaming;
using CapacityRouting.Pipeline;
using CapacityRouting.Routing;
using CapacityRouting.Telemetry;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Pipeline;

/// <summary>Two attempts of one call at once, each a stream of its own: what one does, the other must not feel.</summary>
public sealed class ConcurrentAttemptsTests
{
    private const int PerDay = 100_000;
    private const int Rounds = 300;

    private readonly ManualTime _time = new();
    private int _rounds;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Attempt_WhoseCallAnotherOneWins_IsSettledByWhatFlowedAndFreesItsProbe(bool firstWins) => await Task.Run(async () =>
    {
        using CapacityAwareChatClient router = new([RouteOf("a"), RouteOf("b")], timeProvider: _time);
        Route[] routes = router.Router.Routes.Table.Routes;
        (int winner, int loser) = firstWins ? (0, 1) : (1, 0);
        routes[loser].Health.Lockout.Shut(TimeSpan.FromMinutes(1), _time.GetTimestamp(), _time.GetTimestamp());
        _time.Advance(TimeSpan.FromMinutes(2));
        for (int round = 0; round < Rounds; round++)
            await RunAsync(router.Router.Routes, routes, winner, loser);

        Assert.True(routes[loser].Health.IsShut, "A verdict was told of a route that was only superseded.");
        foreach (RouteSnapshot route in router.Monitor().GetSnapshot().Routes)
            Assert.Equal((0, PerDay - _rounds), (route.InFlight, (int)Math.Round(route.Buckets.Single(bucket => bucket.Dimension == CapacityDimension.RequestsPerDay).Level)));
    });

    private async Task RunAsync(ChatRoutes chat, Route[] routes, int winner, int loser)
    {
        _rounds++;
        StreamCall call = new(ChatDemand.Of(Ask.Question, options: null, chat), chat, new(), CancellationToken.None);
        call.Budget = new(0, Clock.Never, 2);
        using CancellationTokenSource over = new();
        Task<int> reading = Task.Run(() => Read(call.Report, over.Token), CancellationToken.None);

        // In the order of the routes: the report keeps it, whichever attempt ends first.
        TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Attempt[] attempts = [Begin(call, routes[0]), Begin(call, routes[1])];
        Assert.True(attempts[loser].IsProbe);
        TaskCompletionSource isSent = new(TaskCreationOptions.RunContinuationsAsynchronously);
        AttemptStream[] streams = [StreamOf(attempts[0], chat, loser == 0, isSent, held.Task), StreamOf(attempts[1], chat, loser == 1, isSent, held.Task)];
        Task<AttemptOutcome<AttemptStream>> losing = Task.Run(() => streams[loser].PrimeAsync().AsTask());
        Assert.Null((await streams[winner].PrimeAsync()).Failure);
        Assert.True(await isSent.Task.IsDoneAsync());

        attempts[loser].Supersede(new(Usage: null, Output: 3));
        held.SetResult();
        while (streams[winner].Take(await streams[winner].NextAsync()) != StreamMove.Ended)
            Assert.Equal("yes", streams[winner].Current.Text);
        await streams[winner].DisposeAsync();

        Assert.True((await losing.DoneAsync()).IsCancelled);
        await over.CancelAsync();
        Assert.True(await reading.DoneAsync() > 0);
        Assert.Equal(routes[winner].Name, call.Report.ServedBy);
        Assert.Equal(["a", "b"], call.Report.Attempts.Select(attempt => attempt.Route));
        Assert.Equal([loser == 0, loser == 1], call.Report.Attempts.Select(attempt => attempt.IsSuperseded));
        Assert.All(call.Report.Attempts, attempt => Assert.Null(attempt.Failure));
    }

    private Attempt Begin(StreamCall call, Route route)
    {
        Clock clock = new(_time);
        AttemptServices services = new(clock, RoutingEvents.None);
        Assert.True(route.TryAdmit(call.Demand, 0, _time.GetTimestamp(), out Admission admission));
        Attempt attempt = new(services, call, admission, _time.GetTimestamp());
        attempt.Begin(Clock.Never);
        return attempt;
    }

    private static AttemptStream StreamOf(Attempt attempt, ChatRoutes chat, bool loses, TaskCompletionSource isSent, Task held) =>
        new(attempt, chat, new(attempt, ChatDemand.Of(Ask.Question, options: null, chat), new TestClient { OnStream = (_, _, _) => loses ? SayAsync(isSent, held) : SayAsync(null, Task.CompletedTask) }));

    private static async IAsyncEnumerable<ChatResponseUpdate> SayAsync(TaskCompletionSource? isSent, Task until)
    {
        isSent?.SetResult();
        await until;
        yield return Updates.Text("yes");
        yield return new(ChatRole.Assistant, "yes") { FinishReason = ChatFinishReason.Stop };
    }

    /// <summary>Reads all there is of a report, again and again.</summary>
    private static int Read(RoutingReport report, CancellationToken until)
    {
        int reads = 0;
        do
        {
            IReadOnlyList<RoutingAttempt> attempts = report.Attempts;
            Assert.True(attempts.Select(attempt => attempt.Number).SequenceEqual(attempts.Select(attempt => attempt.Number).Order()));
            Assert.InRange(attempts.Count, 0, 2);
            Assert.All(attempts, attempt => Assert.True(attempt is { Failure: null, Sends: null } && attempt.Duration >= TimeSpan.Zero));
            Assert.True(report is { Excluded.Count: 0, Continuations.Count: 0, ActualTokens: null } && report.Waited == TimeSpan.Zero && report.EstimatedTokens >= 0);
            Assert.True(report.ServedBy is null or "a" or "b");
            reads++;
        }
        while (!until.IsCancellationRequested);
        return reads;
    }

    private static ModelRoute RouteOf(string name) => new(name, new TestClient())
    {
        Limits = new() { RequestsPerDay = PerDay, MaxConcurrentRequests = 1 },
        Profile = ProviderProfile.Generic with { DailyReset = LimitReset.Calendar },
    };
}
