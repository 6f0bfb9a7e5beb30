using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.Logging;

namespace CapacityRouting.Tests.Conformance.Faults;

/// <summary>
/// Each part is called many times in a scenario, and each of these calls throws in turn: alone, or with all that follow until the part is healed. After each run
/// no lease is out, no waiter is left, and what was sent is charged.
/// </summary>
public sealed class FaultSweepTests
{
    private const int Most = 2_000;

    public static TheoryData<string, bool, bool> Cells
    {
        get
        {
            TheoryData<string, bool, bool> cells = new();
            foreach (string scenario in Scenario.All.Keys)
                foreach (bool streaming in (bool[])[false, true])
                    foreach (bool lasts in (bool[])[false, true])
                        cells.Add(scenario, streaming, lasts);
            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Time_WhoseEveryCallThrowsInTurn_LosesNothing(string scenario, bool streaming, bool lasts) =>
        await SweepAsync(scenario, streaming, lasts, mayThrow: true, fault =>
        {
            ManualTime clock = new();
            return new Stage(new FaultyTime(clock, fault), options: new() { MaxContinuations = 1 }, clock: clock);
        });

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Log_WhoseEveryCallThrowsInTurn_LosesNothingAndIsNotSeen(string scenario, bool streaming, bool lasts) =>
        await SweepAsync(scenario, streaming, lasts, mayThrow: false, fault => new Stage(log: new FaultyLog(fault), options: new() { MaxContinuations = 1 }));

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Estimator_WhoseEveryCallThrowsInTurn_LosesNothingAndIsNotSeen(string scenario, bool streaming, bool lasts) =>
        await SweepAsync(scenario, streaming, lasts, mayThrow: false, fault => new Stage(options: new() { MaxContinuations = 1, TokenEstimator = new FaultyReading(fault) }));

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Classifier_WhoseEveryCallThrowsInTurn_LosesNothingAndIsNotSeen(string scenario, bool streaming, bool lasts) =>
        await SweepAsync(scenario, streaming, lasts, mayThrow: false, fault => new Stage(options: new() { MaxContinuations = 1, FailureClassifier = new FaultyReading(fault) }));

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Reader_WhoseEveryCallThrowsInTurn_LosesNothingAndIsNotSeen(string scenario, bool streaming, bool lasts) =>
        await SweepAsync(scenario, streaming, lasts, mayThrow: false, fault =>
        {
            CapacityRoutingOptions options = new() { MaxContinuations = 1 };
            options.ExceptionReaders.Add(new FaultyReading(fault));
            return new Stage(options: options);
        });

    /// <summary>Apart from the test's own flow, in which a continuation would not go on there and then.</summary>
    private static async Task SweepAsync(string scenario, bool streaming, bool lasts, bool mayThrow, Func<Fault, Stage> make) => await Task.Run(async () =>
    {
        bool isReached = true;
        List<string> wrong = [];
        for (int call = 1; isReached && call < Most; call++)
        {
            Fault fault = new(call, lasts);
            using Stage stage = make(fault);
            string cell = $"{scenario}, {(streaming ? "streamed" : "whole")}, {(lasts ? "all from" : "only")} {call}";
            try
            {
                await PlayAsync(Scenario.All[scenario], stage, fault, streaming);
                AssertOutcomes(cell, Scenario.All[scenario], stage, mayThrow && fault.IsReached);
                await stage.CheckAsync(cell);
            }
            catch (Exception thrown)
            {
                wrong.Add($"{cell}: {thrown.GetType().Name} {thrown.Message.ReplaceLineEndings(" ")} {thrown.StackTrace?.Split('\n').FirstOrDefault(line => !line.Contains("Xunit", StringComparison.Ordinal))}");
            }

            isReached = fault.IsReached;
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong:\n{string.Join('\n', wrong.Take(12))}");
        Assert.False(isReached, "The scenario has no end.");
    });

    private static async Task PlayAsync(Scenario scenario, Stage stage, Fault fault, bool streaming)
    {
        await scenario.Prepare(stage, streaming);
        fault.Arm();
        await scenario.Play(stage, streaming);
        fault.Heal();
        stage.Finish();
    }

    private static void AssertOutcomes(string cell, Scenario scenario, Stage stage, bool mayThrow)
    {
        foreach (Task<string> call in stage.Calls.Where(call => call.IsCompleted))
        {
            string outcome = call.IsCanceled ? nameof(OperationCanceledException) : call.Exception?.InnerException is { } thrown ? NameOf(thrown) : call.Result;
            bool isOfTheFault = mayThrow && !scenario.IsAnsweredAtOnce && (call.IsCompletedSuccessfully || call.Exception?.InnerException is FaultException or NoRouteAvailableException or StreamInterruptedException);
            Assert.True(isOfTheFault || scenario.Expected.Contains(outcome), $"{cell}: came to '{outcome}' {call.Exception?.InnerException}");
        }
    }

    private static string NameOf(Exception thrown) => thrown is OperationCanceledException ? nameof(OperationCanceledException) : thrown.GetType().Name;
}
