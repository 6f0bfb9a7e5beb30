using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Tools;

/// <summary>One call of a test with a clock of its own: when it was made, how long it took, and which route served it.</summary>
internal sealed class PacedCall
{
    private readonly ManualTime _time;
    private readonly long _began;
    private long _ended;

    private PacedCall(ManualTime time)
    {
        _time = time;
        _began = time.GetTimestamp();
    }

    /// <summary>When it was made, in seconds from the clock's first day on.</summary>
    public double At => TimeSpan.FromTicks(_began - TimeSpan.TicksPerDay).TotalSeconds;

    /// <summary>How long it took.</summary>
    public double Seconds => TimeSpan.FromTicks(_ended - _began).TotalSeconds;

    /// <summary>The route that served it; null for none.</summary>
    public string? Served => Report?.ServedBy;

    /// <summary>The report of its answer.</summary>
    public RoutingReport? Report { get; private set; }

    public Task Done { get; private set; } = Task.CompletedTask;

    public static PacedCall Send(IChatClient client, bool streaming, ManualTime time, ChatOptions? options = null)
    {
        PacedCall call = new(time);
        call.Done = call.RunAsync(client, streaming, options);
        return call;
    }

    private async Task RunAsync(IChatClient client, bool streaming, ChatOptions? options)
    {
        try
        {
            ChatResponse response = await client.AskAsync(streaming, options).ConfigureAwait(false);
            Report = response.GetRoutingReport();
        }
        catch (Exception)
        {
            Report = null;
        }
        finally
        {
            _ended = _time.GetTimestamp();
        }
    }
}
