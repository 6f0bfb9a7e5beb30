using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

/// <summary>Which route hung, and for how long, is what the report of a cancelled call is read for.</summary>
public sealed class CancelledReportTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly CancellationTokenSource _caller = new();

    public void Dispose() => _caller.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancelled_WhileARouteIsUnderWay_NamesItAndItsTime(bool streaming)
    {
        using HeldModel hanging = new();
        using CapacityAwareChatClient client = new([new("a", new TestClient { OnResponse = (_, _, _) => throw TestClient.Http(500) }), new("b", hanging)], Make.Untimed(), _time);
        Task<ChatResponse> call = client.AskAsync(streaming, token: _caller.Token);
        _time.Advance(TimeSpan.FromSeconds(7));

        RoutingReport report = await CancelAsync(call);

        Assert.Equal(["a", "b"], report.Attempts.Select(attempt => attempt.Route));
        Assert.Equal((FailureKind.ServerError, false), (report.Attempts[0].Failure!.Kind, report.Attempts[0].IsCancelled));
        Assert.Equal((null, true, TimeSpan.FromSeconds(7)), (report.Attempts[1].Failure, report.Attempts[1].IsCancelled, report.Attempts[1].Duration));
        Assert.Null(report.ServedBy);
        Assert.Equal(0, client.Route("b").InFlight);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancelled_WhileItWaits_TellsHowLongAndForWhat(bool streaming)
    {
        using HeldModel busy = new();
        using CapacityAwareChatClient client = Make.Router(_time, new ModelRoute("a", busy) { Limits = new() { MaxConcurrentRequests = 1 } });
        Task<ChatResponse> first = client.AskAsync(streaming);
        Task<ChatResponse> call = client.AskAsync(streaming, token: _caller.Token);
        _time.Advance(TimeSpan.FromSeconds(3));

        RoutingReport report = await CancelAsync(call);

        Assert.Empty(report.Attempts);
        Assert.Equal(TimeSpan.FromSeconds(3), report.Waited);
        Assert.Equal(("a", ExclusionReason.ConcurrencyLimit), (report.Excluded[0].Route, report.Excluded[0].Reason));
        busy.End();
        await first;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancelled_InThePauseBeforeARetry_TellsTheFailureAndTheWait(bool streaming)
    {
        TestClient failing = new() { OnResponse = (_, _, _) => throw new HttpRequestException("reset") };
        using CapacityAwareChatClient client = Make.Router(_time, failing);
        Task<ChatResponse> call = client.AskAsync(streaming, token: _caller.Token);
        _time.Advance(TimeSpan.FromMilliseconds(50));

        RoutingReport report = await CancelAsync(call);

        RoutingAttempt attempt = Assert.Single(report.Attempts);
        Assert.Equal((FailureKind.Network, false), (attempt.Failure!.Kind, attempt.IsCancelled));
        Assert.Equal(TimeSpan.FromMilliseconds(50), report.Waited);
    }

    [Fact]
    public async Task Stream_CancelledAfterItsCommit_NamesTheRouteThatWasServing()
    {
        TaskCompletionSource<bool> never = new();
        ScriptedStream hanging = new() { Updates = [Updates.Text("half"), Updates.Text("never")], OnMove = index => index == 1 ? new(never.Task) : null };
        using CapacityAwareChatClient client = new([new("a", hanging.AsClient())], Make.Untimed(), _time);
        Task<ChatResponse> call = client.AskAsync(streaming: true, token: _caller.Token);
        _time.Advance(TimeSpan.FromSeconds(5));

        RoutingReport report = await CancelAsync(call);

        RoutingAttempt attempt = Assert.Single(report.Attempts);
        Assert.Equal(("a", true, TimeSpan.FromSeconds(5)), (attempt.Route, attempt.IsCancelled, attempt.Duration));
    }

    private async Task<RoutingReport> CancelAsync(Task call)
    {
        Bare.Run(_caller.Cancel);
        OperationCanceledException thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(_caller.Token, thrown.CancellationToken);
        return thrown.GetRoutingReport()!;
    }
}
