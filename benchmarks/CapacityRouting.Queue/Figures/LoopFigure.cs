using System.Globalization;
using CapacityRouting.Queue.Measuring;
using CapacityRouting.Queue.Models;
using CapacityRouting.Queue.Running;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Queue.Figures;

/// <summary>3,000 callers in a closed loop over 100 slots, in real time, beside a semaphore over the same model.</summary>
internal sealed class LoopFigure(BenchmarkSettings settings) : Figure(settings)
{
    private const string Ideal = "semaphore";
    private const int Slots = 100;
    private const int Callers = 3_000;

    private static readonly TimeSpan Call = TimeSpan.FromMilliseconds(20);

    public override string Name => "loop";

    public override string Title => "3,000 callers over 100 slots";

    public override IReadOnlyList<string> Cells => [Ideal, .. Tenants.Select(CellOf)];

    public override int Rounds => Settings.Pick(1, 5);

    private static int[] Tenants => [1, 300, Callers];

    public override Task<ICell> OpenAsync(string cell)
    {
        int tenants = cell == Ideal ? 1 : Tenants.Single(each => CellOf(each) == cell);
        ChatOptions[] options = [.. Enumerable.Range(0, tenants).Select(tenant => new ChatOptions().WithRouting(new() { Tenant = $"t{tenant}" }))];
        return Task.FromResult(Cell.Of(() => MeasureAsync(cell == Ideal, options)));
    }

    public override IEnumerable<Line> Lines() =>
    [
        Line.Of("A semaphore: calls a second", r => r.Median(Ideal, "calls"), "N0"),
        .. Tenants.Select(tenants => new Line($"{CellOf(tenants)}: share of the semaphore's (calls a second)", r => 100 * r.Median(CellOf(tenants), "calls") / r.Median(Ideal, "calls"),
            (r, share) => string.Create(CultureInfo.InvariantCulture, $"{share:N1} % ({r.Median(CellOf(tenants), "calls"):N0})")) { Target = Target.AtLeast(95, " %"), Cell = CellOf(tenants) }),
    ];

    private static string CellOf(int tenants) => string.Create(CultureInfo.InvariantCulture, $"{tenants:N0} tenants");

    private async Task<Dictionary<string, double>> MeasureAsync(bool isIdeal, ChatOptions[] options)
    {
        StubModel model = StubModel.Taking(Call);
        using IChatClient client = isIdeal ? new SemaphoreClient(model, Slots) : Routers.Over(model, new() { MaxConcurrentRequests = Slots });
        using CancellationTokenSource end = new();
        Counter answered = new();
        Task[] callers = [.. Enumerable.Range(0, Callers).Select(caller => Task.Run(() => AskAsync(client, options[caller % options.Length], answered, end.Token)))];
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        long before = answered.Value;
        TimeAllowance span = new(TimeSpan.MaxValue);
        await Task.Delay(TimeSpan.FromSeconds(Settings.Pick(2, 4)), TimeProvider.System);
        double rate = (answered.Value - before) / span.Elapsed.TotalSeconds;
        await end.CancelAsync();
        await Task.WhenAll(callers);
        return new() { ["calls"] = rate };
    }

    private static async Task AskAsync(IChatClient client, ChatOptions options, Counter answered, CancellationToken end)
    {
        ChatMessage[] messages = [new(ChatRole.User, "hello")];
        while (!end.IsCancellationRequested)
        {
            try
            {
                await client.GetResponseAsync(messages, options, end);
                answered.Add();
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private sealed class Counter
    {
        private long _value;

        public long Value => Volatile.Read(ref _value);

        public void Add() => Interlocked.Increment(ref _value);
    }
}
