using System.Globalization;
using CapacityRouting.Queue.Measuring;
using CapacityRouting.Queue.Models;
using CapacityRouting.Queue.Running;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Queue.Figures;

/// <summary>Joining a line: the synchronous part of a call that then waits, in real time, in microseconds and bytes.</summary>
internal sealed class JoiningFigure(BenchmarkSettings settings) : Figure(settings)
{
    private const string ManyTenants = "10,000 callers, each its own tenant";
    private const string Served = "served at once";
    private const int ManyCallers = 10_000;
    private const int Joins = 50;

    public override string Name => "joining";

    public override string Title => "Joining a line";

    public override IReadOnlyList<string> Cells => [Served, .. Sizes.Select(CellOf), ManyTenants];

    public override int Rounds => Settings.Pick(10, 60);

    private static int[] Sizes => [0, 1_000, ManyCallers];

    public override Task<ICell> OpenAsync(string cell) => Task.FromResult(cell == Served ? OpenServed() : OpenLine(cell));

    public override IEnumerable<Line> Lines()
    {
        string[] lines = [.. Cells.Where(cell => cell != Served)];
        foreach (string cell in lines)
            yield return new($"{cell}: microseconds, median (minimum)", r => r.Median(cell, "us"),
                (r, median) => string.Create(CultureInfo.InvariantCulture, $"{median:N1} ({r.Min(cell, "us"):N1})")) { Cell = cell, Target = Target.AtMost(10) };
        foreach (string cell in lines)
            yield return Line.Of($"{cell}: bytes of the join itself", r => r.Median(cell, "bytes") - r.Median(Served, "bytes"), "N0", Target.AtMost(1024), cell);
        yield return Line.Of("Bytes of a call that is served at once, which are not among those", r => r.Median(Served, "bytes"), "N0");
    }

    private static string CellOf(int callers) => string.Create(CultureInfo.InvariantCulture, $"{callers:N0} callers");

    private static ICell OpenServed()
    {
        CapacityAwareChatClient client = Routers.Over(StubModel.Shared(), new() { MaxConcurrentRequests = Joins });
        ChatMessage[] messages = [new(ChatRole.User, "hello")];
        ChatOptions options = new ChatOptions().WithRouting(new() { Tenant = "t0" });
        return Cell.Of(() => Values(() => _ = client.GetResponseAsync(messages, options)));
    }

    private ICell OpenLine(string cell)
    {
        bool isOfMany = cell == ManyTenants;
        int callers = isOfMany ? ManyCallers : Sizes.Single(size => CellOf(size) == cell);
        StandingLine line = StandingLine.Of(callers, isOfMany ? callers : 1, idle: null, Settings.Limit);
        ChatOptions options = StandingLine.KeptTo("a", isOfMany ? "one more" : "t0");
        return Cell.Of(() => MeasureAsync(line, options));
    }

    private static async Task<Dictionary<string, double>> MeasureAsync(StandingLine line, ChatOptions options)
    {
        using CancellationTokenSource leaving = new();
        Task[] waits = new Task[Joins];
        int next = 0;
        Dictionary<string, double> values = Values(() => waits[next++] = line.Client.GetResponseAsync(line.Messages, options, leaving.Token));
        await leaving.CancelAsync();
        await Task.WhenAll(waits).ContinueWith(static _ => { }, TaskScheduler.Default);
        return values;
    }

    /// <summary>The time and the bytes of one call, as the mean of some.</summary>
    private static Dictionary<string, double> Values(Action call)
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        long start = TimeProvider.System.GetTimestamp();
        for (int i = 0; i < Joins; i++)
            call();
        double microseconds = TimeProvider.System.GetElapsedTime(start).TotalMicroseconds;
        return new() { ["us"] = microseconds / Joins, ["bytes"] = (double)(GC.GetAllocatedBytesForCurrentThread() - bytes) / Joins };
    }
}
