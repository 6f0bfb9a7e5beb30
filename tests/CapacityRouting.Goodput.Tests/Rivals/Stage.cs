using CapacityRouting.Goodput.Rivals;
using CapacityRouting.Simulation;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Goodput.Tests.Rivals;

/// <summary>A rival, its models "a", "b", ... in virtual time, and the times of its calls.</summary>
internal sealed class Stage
{
    private readonly List<string> _called = [];
    private readonly List<TimeSpan> _times = [];
    private readonly RunClock _clock;

    public Stage(params ProviderSettings[] providers)
    {
        _clock = new(Time);
        Providers = providers;
        Models = [.. providers.Select(provider => new ScriptedClient(provider.Name, this))];
    }

    public VirtualTime Time { get; } = new();

    public IReadOnlyList<ProviderSettings> Providers { get; }

    public ScriptedClient[] Models { get; }

    public ScriptedClient A => Models[0];

    public ScriptedClient B => Models[1];

    public ScriptedClient C => Models[2];

    /// <summary>When the calls since the last look were made.</summary>
    public IReadOnlyList<TimeSpan> Times => _times;

    /// <summary>Models "a", "b", ... without limits.</summary>
    public static Stage Of(int models) => new([.. Enumerable.Range(0, models).Select(i => Model(((char)('a' + i)).ToString()))]);

    public static ProviderSettings Model(string name, params (CapacityDimension Dimension, long Amount)[] limits) =>
        new() { Name = name, Limits = [.. limits.Select(limit => new ProviderLimit(limit.Dimension, limit.Amount))] };

    public void Note(string model)
    {
        _called.Add(model);
        _times.Add(Time.Elapsed);
    }

    /// <summary>The models called since the last look, as one word.</summary>
    public string TakeCalls()
    {
        string called = string.Concat(_called);
        _called.Clear();
        _times.Clear();
        return called;
    }

    public void Run(Func<RunContext, Rival> make, Func<Rival, Task> script, int seed = 7) => Time.Run(async () =>
    {
        using Rival rival = make(new(_clock, Models, Providers, TimeSpan.FromSeconds(10), seed));
        _clock.Start();
        await script(rival);
    });

    /// <summary>Waits until so long after the beginning, to the tick: a task's own delay is cut to milliseconds.</summary>
    public async Task UntilAsync(TimeSpan moment)
    {
        TaskCompletionSource reached = new();
        using ITimer timer = Time.CreateTimer(_ => reached.SetResult(), state: null, moment - Time.Elapsed, Timeout.InfiniteTimeSpan);
        await reached.Task;
    }

    public Task UntilAsync(double seconds) => UntilAsync(TimeSpan.FromSeconds(seconds));
}
