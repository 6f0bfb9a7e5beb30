using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance.Faults;

/// <summary>What happens to calls at two routes, step by step. What a step throws is a call's outcome, never the step's own.</summary>
/// <param name="Prepare">What comes before the parts are faulty.</param>
/// <param name="Play">What happens while they are.</param>
/// <param name="Expected">What the calls come to where no part is faulty: texts, or the name of what is thrown.</param>
internal sealed record Scenario(Func<Stage, bool, Task> Prepare, Func<Stage, bool, Task> Play, params string[] Expected)
{
    /// <summary>Whether a model answers as soon as it is asked: then the caller gets the answer, whatever a clock throws after it was asked.</summary>
    public bool IsAnsweredAtOnce { get; private init; }

    public static IReadOnlyDictionary<string, Scenario> All { get; } = new Dictionary<string, Scenario>(StringComparer.Ordinal)
    {
        ["is served"] = new((stage, streaming) => EndAsync(stage, stage.Ask(streaming)), "a has it") { IsAnsweredAtOnce = true },
        ["is served after a while"] = new(Later, "late but well"),
        ["fails over"] = new((stage, streaming) => FailOver(stage, streaming, 500), "b has it") { IsAnsweredAtOnce = true },
        ["is refused and fails over"] = new((stage, streaming) => FailOver(stage, streaming, 429), "b has it") { IsAnsweredAtOnce = true },
        ["is refused for good"] = new((stage, streaming) => FailOver(stage, streaming, 400), nameof(HttpRequestException)) { IsAnsweredAtOnce = true },
        ["closes a route"] = new((stage, streaming) => FailOver(stage, streaming, 401), "b has it") { IsAnsweredAtOnce = true },
        ["times out"] = new(TimeOut, "b has it"),
        ["waits in the queue"] = new(Wait, "one", "two", "a has it", "b has it"),
        ["waits for a time"] = new(CoolDown, PlayCooling, "a has it"),
        ["is cancelled"] = new(Cancel, nameof(OperationCanceledException)),
        ["is cancelled in the queue"] = new(CancelWaiting, "one", "two", nameof(OperationCanceledException)),
        ["is the probe"] = new(Close, PlayProbe, "a has it"),
        ["is the probe that fails"] = new(Close, PlayFailingProbe, "b has it"),
        ["is the probe that is cancelled"] = new(Close, Cancel, nameof(OperationCanceledException)),
        ["is the probe of a broken circuit"] = new(BreakCircuit, PlayProbe, "a has it"),
        ["is left half-read"] = new((stage, streaming) => EndAsync(stage, stage.Ask(streaming, stopAfter: 1)), "a has it", "a") { IsAnsweredAtOnce = true },
        ["breaks off"] = new(BreakOff, "b has it", "one b has it"),
        ["goes on in the background"] = new(Background, "", "a goes on") { IsAnsweredAtOnce = true },
    };

    private Scenario(Func<Stage, bool, Task> play, params string[] expected)
        : this((_, _) => Task.CompletedTask, play, expected)
    {
    }

    private static async Task Later(Stage stage, bool streaming)
    {
        TaskCompletionSource<string?> held = stage.Hold();
        stage.A.Next(Behaviour.Holds(held));
        Task<string> call = stage.Ask(streaming);
        stage.Pass(5);
        held.TrySetResult("late but well");
        await EndAsync(stage, call);
    }

    private static Task FailOver(Stage stage, bool streaming, int status)
    {
        stage.A.Next(Behaviour.Fails(status));
        return EndAsync(stage, stage.Ask(streaming));
    }

    private static async Task TimeOut(Stage stage, bool streaming)
    {
        stage.A.Next(Behaviour.Holds(stage.Hold()));
        Task<string> call = stage.Ask(streaming);
        await EndAsync(stage, call);
    }

    private static async Task Wait(Stage stage, bool streaming)
    {
        (TaskCompletionSource<string?> one, TaskCompletionSource<string?> two) = (stage.Hold(), stage.Hold());
        stage.A.Next(Behaviour.Holds(one));
        stage.B.Next(Behaviour.Holds(two));
        Task[] calls = [stage.Ask(streaming), stage.Ask(streaming), stage.Ask(streaming), stage.Ask(streaming)];
        stage.Pass(1);
        one.TrySetResult("one");
        stage.Pass(1);
        two.TrySetResult("two");
        await EndAsync(stage, Task.WhenAll(calls));
    }

    private static Task CoolDown(Stage stage, bool streaming)
    {
        stage.A.Next(Behaviour.Fails(429, retryAfter: "5"));
        stage.B.Next(Behaviour.Fails(429, retryAfter: "9"));
        return DropAsync(stage, stage.Ask(streaming));
    }

    private static Task PlayCooling(Stage stage, bool streaming) => EndAsync(stage, stage.Ask(streaming));

    private static async Task Cancel(Stage stage, bool streaming)
    {
        using CancellationTokenSource giveUp = new();
        stage.A.Next(Behaviour.Holds(stage.Hold()));
        Task<string> call = stage.Ask(streaming, token: giveUp.Token);
        stage.Pass(1);
        giveUp.Cancel();
        await EndAsync(stage, call);
    }

    private static async Task CancelWaiting(Stage stage, bool streaming)
    {
        using CancellationTokenSource giveUp = new();
        (TaskCompletionSource<string?> one, TaskCompletionSource<string?> two) = (stage.Hold(), stage.Hold());
        stage.A.Next(Behaviour.Holds(one));
        stage.B.Next(Behaviour.Holds(two));
        Task[] calls = [stage.Ask(streaming), stage.Ask(streaming), stage.Ask(streaming, token: giveUp.Token)];
        giveUp.Cancel();
        one.TrySetResult("one");
        two.TrySetResult("two");
        await EndAsync(stage, Task.WhenAll(calls));
    }

    /// <summary>A wrong key shuts the first route for ten minutes.</summary>
    private static async Task Close(Stage stage, bool streaming)
    {
        stage.A.Next(Behaviour.Fails(401));
        await DropAsync(stage, stage.Ask(streaming));
        stage.Pass(601);
    }

    private static async Task BreakCircuit(Stage stage, bool streaming)
    {
        for (int call = 0; call < 20; call++)
        {
            stage.A.Next(Behaviour.Fails(500));
            await DropAsync(stage, stage.Ask(streaming, tag: "a"));
        }

        stage.A.Forget();
        stage.Pass(120);
    }

    private static Task PlayProbe(Stage stage, bool streaming) => EndAsync(stage, stage.Ask(streaming));

    private static Task PlayFailingProbe(Stage stage, bool streaming)
    {
        stage.A.Next(Behaviour.Fails(500));
        return EndAsync(stage, stage.Ask(streaming));
    }

    private static Task BreakOff(Stage stage, bool streaming)
    {
        stage.A.Next(streaming ? Behaviour.Says($"one {Behaviour.Break}") : Behaviour.Fails(500));
        return EndAsync(stage, stage.Ask(streaming));
    }

    private static async Task Background(Stage stage, bool streaming)
    {
        stage.A.Next(Behaviour.Says(Behaviour.Begun));
        await EndAsync(stage, stage.Ask(streaming));
        await EndAsync(stage, stage.Ask(streaming, options: Own.Poll(Behaviour.Token())));
    }

    /// <summary>Lets the time pass until the call is over.</summary>
    private static async Task EndAsync(Stage stage, Task call)
    {
        for (int second = 0; second < 90 && !call.IsCompleted; second++)
            stage.Pass(1);
        if (call.IsCompleted)
            await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task DropAsync(Stage stage, Task call)
    {
        await EndAsync(stage, call);
        stage.Calls.Clear();
    }
}
