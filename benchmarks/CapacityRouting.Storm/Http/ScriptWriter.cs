using CapacityRouting.Storm.Calls;
using CapacityRouting.Storm.Plans;
using CapacityRouting.Storm.Scripts;
using Microsoft.AspNetCore.Http;

namespace CapacityRouting.Storm.Http;

/// <summary>Plays one script on a connection.</summary>
internal sealed class ScriptWriter(HttpContext http, StormCall call, Visit visit, IStormWire wire)
{
    private const string ErrorBody = """{"type":"error","error":{"type":"storm","message":"It storms."}}""";
    private const int AtOnce = 100;
    private static readonly TimeSpan Trickle = TimeSpan.FromMilliseconds(100);

    private readonly CancellationToken _gone = http.RequestAborted;

    public async Task WriteAsync()
    {
        visit.Open();
        if (visit.Script.Position == FaultPosition.BeforeHeaders)
        {
            await RefuseAsync();
            return;
        }

        http.Response.ContentType = "text/event-stream; charset=utf-8";
        await http.Response.Body.FlushAsync(_gone);
        foreach (ScriptStep step in visit.Script.Steps)
        {
            call.Point();
            if (step.Kind == StepKind.Fault)
                await FailAsync();
            else
                await PushAsync(wire.Events(step));
            if (step.Kind == StepKind.Fault)
                return;
            if (step.Kind == StepKind.Text)
                visit.Wrote();
        }
    }

    private Task RefuseAsync()
    {
        visit.Break();
        StormFault fault = visit.Script.Plan.Fault;
        if (fault == StormFault.Silence)
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _gone);
        if (fault == StormFault.Reset)
        {
            http.Abort();
            return Task.CompletedTask;
        }

        if (fault == StormFault.RateLimitedForASecond)
            http.Response.Headers.RetryAfter = "1";
        http.Response.StatusCode = fault switch
        {
            StormFault.RateLimited or StormFault.RateLimitedForASecond => 429,
            StormFault.Unavailable => 503,
            StormFault.Overloaded => 529,
            StormFault.Unauthorized => 401,
            _ => 500,
        };
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(ErrorBody, _gone);
    }

    private async Task FailAsync()
    {
        visit.Break();
        switch (visit.Script.Plan.Fault)
        {
            case StormFault.Stall or StormFault.StallAfterFinish:
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _gone);
                break;
            case StormFault.Endless:
                while (!_gone.IsCancellationRequested)
                {
                    // In bursts: without a pause they would take the processor from the other calls.
                    for (int i = 0; i < AtOnce; i++)
                        await PushAsync(wire.Events(new(StepKind.Lifecycle)));
                    await Task.Delay(Trickle, TimeProvider.System, _gone);
                }

                break;
            case StormFault.ErrorEvent or StormFault.SwallowedError:
                await PushAsync(wire.ErrorEvent());
                break;
            case StormFault.Cut or StormFault.CutAfterFinish:
                // By an exception: what was written is sent before the connection breaks.
                throw new IOException("The storm breaks the connection.");
        }
    }

    private async Task PushAsync(string events)
    {
        await http.Response.WriteAsync(events, _gone);
        await http.Response.Body.FlushAsync(_gone);
    }
}
