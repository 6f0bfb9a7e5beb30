using System.Globalization;
using CapacityRouting.Queue.Measuring;
using CapacityRouting.Queue.Models;
using CapacityRouting.Queue.Running;
using CapacityRouting.Simulation;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Queue.Figures;

/// <summary>A crowd of callers, each its own tenant, joins a full route and is served to the last, in virtual time. The figure is the real time of either part.</summary>
internal sealed class CrowdFigure(BenchmarkSettings settings) : Figure(settings)
{
    private const int CallsBetweenLooks = 64;
    private const double MostForDouble = 2.3;

    private static readonly string[] Kinds = ["slot", "bucket"];
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    // The smallest crowd that took too long, by kind: a larger one is not tried.
    private readonly Dictionary<string, int> _tooMany = [];

    public override string Name => "crowd";

    public override string Title => "A crowd joins a full route and is served";

    public override IReadOnlyList<string> Cells => [.. Sizes.SelectMany(size => Kinds.Select(kind => CellOf(kind, size)))];

    public override int Rounds => Settings.Pick(1, 3);

    private int[] Sizes => Settings.Pick<int[]>([500, 1_000, 2_000], [1_000, 2_000, 4_000, 8_000, 16_000, 32_000]);

    public override Task<ICell> OpenAsync(string cell)
    {
        (string kind, int callers) = Kinds.SelectMany(kind => Sizes.Select(size => (kind, size))).Single(each => CellOf(each.kind, each.size) == cell);
        return Task.FromResult(Cell.Of(() => Measure(kind, callers)));
    }

    public override IEnumerable<Line> Lines() => Kinds.SelectMany(kind => Sizes.Select(size => OfSize(kind, size)).Concat(Sizes.Skip(1).Select(size => OfDouble(kind, size))));

    private static Line OfSize(string kind, int size)
    {
        string cell = CellOf(kind, size);
        return new($"{cell}: seconds in all (join + serve)", r => r.Min(cell, "join") + r.Min(cell, "serve"),
            (r, all) => string.Create(CultureInfo.InvariantCulture, $"{all:N3} ({r.Min(cell, "join"):N3} + {r.Min(cell, "serve"):N3})"))
        {
            Cell = cell,
            Target = size == 16_000 ? Target.Below(1, " s") : null,
        };
    }

    private static Line OfDouble(string kind, int size) => Line.Of(
        string.Create(CultureInfo.InvariantCulture, $"{kind}, {size:N0} against {size / 2:N0}: times as long"),
        r => (r.Min(CellOf(kind, size), "join") + r.Min(CellOf(kind, size), "serve")) / (r.Min(CellOf(kind, size / 2), "join") + r.Min(CellOf(kind, size / 2), "serve")),
        "N2", size >= 8_000 ? Target.AtMost(MostForDouble) : null, CellOf(kind, size));

    private static string CellOf(string kind, int callers) => string.Create(CultureInfo.InvariantCulture, $"{kind}, {callers:N0} callers");

    private Dictionary<string, double> Measure(string kind, int callers)
    {
        if (callers >= _tooMany.GetValueOrDefault(kind, int.MaxValue))
            throw new TooSlowException("not tried: fewer took too long");
        Dictionary<string, double> values = [];
        VirtualTime time = new();
        try
        {
            time.Run(() => RunAsync(kind, callers, time, values));
        }
        catch (TooSlowException)
        {
            _tooMany[kind] = callers;
            throw;
        }

        return values;
    }

    private async Task RunAsync(string kind, int callers, VirtualTime time, Dictionary<string, double> values)
    {
        CallScript script = new(InputTokens: 10, OutputTokens: 10, Step) { MaxOutputTokens = 10 };
        CapacityAwareChatClient client = Routers.Over(StubModel.Scripted(time), LimitsOf(kind), time);
        ChatMessage[] messages = script.ToMessages();
        ChatOptions[] tenants = [.. Enumerable.Range(0, callers).Select(tenant => script.ToOptions(new() { Tenant = $"t{tenant}" }))];
        List<Task> served = [];
        for (ICapacityMonitor monitor = Routers.MonitorOf(client); monitor.Explain(messages, tenants[0]) is { Route: not null, Wait.Ticks: 0 };)
            served.Add(client.GetResponseAsync(messages, tenants[0]));

        TimeAllowance allowance = new(Settings.Limit);
        Join(client, messages, tenants, served, allowance);
        values["join"] = allowance.Elapsed.TotalSeconds;
        using ITimer guard = time.CreateTimer(_ => allowance.ThrowIfSpent(), null, Look, Look);
        await Task.WhenAll(served);
        values["serve"] = allowance.Elapsed.TotalSeconds - values["join"];
    }

    private static void Join(CapacityAwareChatClient client, ChatMessage[] messages, ChatOptions[] tenants, List<Task> served, TimeAllowance allowance)
    {
        for (int caller = 0; caller < tenants.Length; caller++)
        {
            served.Add(client.GetResponseAsync(messages, tenants[caller]));
            if (caller % CallsBetweenLooks == 0)
                allowance.ThrowIfSpent();
        }
    }

    /// <summary>Limits of one call in each millisecond.</summary>
    private static CapacityLimits LimitsOf(string kind) => kind == Kinds[0]
        ? new() { MaxConcurrentRequests = 1 }
        : new() { RequestsPerMinute = 60_000, Burst = TimeSpan.FromMilliseconds(100) };
}
