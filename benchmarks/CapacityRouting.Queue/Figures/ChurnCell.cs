using CapacityRouting.Queue.Measuring;
using CapacityRouting.Queue.Models;
using CapacityRouting.Queue.Running;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Queue.Figures;

/// <summary>Calls with no patience to an idle route, on one thread. On another thread callers join the line for a full route and leave it.</summary>
internal sealed class ChurnCell(BenchmarkSettings settings) : ICell
{
    private const int Standing = 100;
    private const int Together = 10;

    private readonly StandingLine _line = StandingLine.Of(Standing, tenants: 1, StubModel.Instant(), settings.Limit);
    private readonly TimeSpan _span = TimeSpan.FromMilliseconds(settings.Pick(20, 50));

    public async Task<Dictionary<string, double>> MeasureAsync()
    {
        using CancellationTokenSource end = new();
        Task others = Task.Run(() => ComeAndGoAsync(end.Token));
        int calls = 0;
        int refused = 0;
        ChatOptions impatient = StandingLine.KeptTo("b", maxWait: TimeSpan.Zero);
        for (TimeAllowance allowance = new(_span); !allowance.IsSpent; calls++)
            refused += await IsRefusedAsync(impatient) ? 1 : 0;
        await end.CancelAsync();
        await others;
        return new() { ["calls"] = calls, ["refused"] = refused };
    }

    private async Task<bool> IsRefusedAsync(ChatOptions options)
    {
        try
        {
            await _line.Client.GetResponseAsync(_line.Messages, options);
            return false;
        }
        catch (NoRouteAvailableException)
        {
            return true;
        }
    }

    private async Task ComeAndGoAsync(CancellationToken end)
    {
        ChatOptions patient = StandingLine.KeptTo("a");
        while (!end.IsCancellationRequested)
        {
            using CancellationTokenSource leaving = new();
            Task[] waits = [.. Enumerable.Range(0, Together).Select(_ => _line.Client.GetResponseAsync(_line.Messages, patient, leaving.Token))];
            await leaving.CancelAsync();
            await Task.WhenAll(waits).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }
}
