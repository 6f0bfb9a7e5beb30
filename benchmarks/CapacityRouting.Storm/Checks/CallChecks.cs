using CapacityRouting.Storm.Calls;
using CapacityRouting.Storm.Plans;
using CapacityRouting.Storm.Scripts;

namespace CapacityRouting.Storm.Checks;

/// <summary>Holds what a caller got against what its models did. Pure.</summary>
/// <param name="routes">The routes of the router.</param>
/// <param name="continuations">How often it may continue an answer.</param>
/// <param name="canContinue">The routes that can go on from a part of an answer.</param>
internal sealed class CallChecks(IReadOnlyList<string> routes, int continuations, IReadOnlyCollection<string> canContinue)
{
    private static readonly ExclusionReason[] WithoutRoom =
    [
        // Saturated, reserved: the load stays far below the configured limits, but limits learned from refusals are lower. Slow start: a route that was down takes few calls at first.
        ExclusionReason.Saturated, ExclusionReason.Reserved, ExclusionReason.ConcurrencyLimit, ExclusionReason.SlowStart, ExclusionReason.CoolingDown, ExclusionReason.QuotaExhausted, ExclusionReason.CircuitOpen, ExclusionReason.Closed, ExclusionReason.CannotContinue,
    ];

    public IEnumerable<string> Of(StormCall call)
    {
        foreach (string oddity in call.Oddities)
            yield return oddity;
        if (OutcomeRule(call) is { } outcome)
            yield return outcome;
        if (TextRule(call) is { } text)
            yield return text;
        if (ExtrasRule(call) is { } extras)
            yield return extras;
        if (SourceRule(call) is { } source)
            yield return source;
        if (ReportRule(call) is { } report)
            yield return report;
    }

    private string? OutcomeRule(StormCall call) => call.Outcome switch
    {
        Outcome.None => "the call has no outcome",
        Outcome.Strange => $"the caller was thrown {call.Error!.GetType().Name}: {call.Error.Message}",
        Outcome.Complete => CompleteRule(call),
        Outcome.Cancelled when !call.WasCancelled => "the caller did not cancel, and was told so",
        Outcome.Interrupted or Outcome.NoRoute when call.WasCancelled && !call.WasCancelledLate => $"the caller cancelled, and was told {call.Outcome}",
        Outcome.Interrupted => InterruptedRule(call, (StreamInterruptedException)call.Error!),
        Outcome.NoRoute => NoRouteRule(call, (NoRouteAvailableException)call.Error!),
        _ => null,
    };

    private static string? CompleteRule(StormCall call)
    {
        if (!SameWords(call.Received, call.Plan.Answer))
            return $"the answer is complete and not whole: '{call.Received}'";
        return call.FinishReasons > 0 ? null : "a complete answer has no finish reason";
    }

    private string? InterruptedRule(StormCall call, StreamInterruptedException error)
    {
        if (error.ReceivedText != call.Received)
            return $"ReceivedText is '{error.ReceivedText}', and received was '{call.Received}'";
        if (error.ReceivedText.Length == 0 && call.Extras.Count == 0)
            return "the caller saw a fault before the first content";
        Visit[] written = [.. call.Visits.Where(visit => visit.HasSubstance)];
        if (written.Length > continuations || call.FinishReasons > 0 || call.ClosedAfter is not null)
            return null;
        string[] left = [.. canContinue.Where(route => call.Visits.All(visit => visit.Route != route) && !IsWithoutRoom(call, route))];
        return left.Length == 0 ? null : $"the answer was not continued, though {string.Join(" and ", left)} had room";
    }

    private string? NoRouteRule(StormCall call, NoRouteAvailableException error)
    {
        if (call.Updates > 0)
            return "no route was there after some updates";
        string[] left = [.. routes.Where(route => error.Attempts.All(attempt => attempt.Route != route) && !IsWithoutRoom(call, route))];
        return left.Length == 0 ? null : $"the caller saw a fault, though {string.Join(" and ", left)} had room";
    }

    /// <summary>Whether the report says that a route could not take the call.</summary>
    public static bool IsWithoutRoom(StormCall call, string route) =>
        call.Report?.Excluded.Any(excluded => excluded.Route == route && WithoutRoom.Contains(excluded.Reason)) ?? false;

    /// <summary>Whatever the outcome: nothing twice, nothing missing, nothing of another call.</summary>
    private static string? TextRule(StormCall call)
    {
        bool isWhole = call.Visits.Count(visit => visit.Texts > 0) > 1
            ? IsBeginning(Words(call.Received), Words(call.Plan.Answer))
            : call.Plan.Answer.StartsWith(call.Received, StringComparison.Ordinal);
        return isWhole ? null : $"a text is not the beginning of its answer: '{call.Received}'";
    }

    /// <summary>Reasoning, signatures and function calls: none twice, none missing, and no other model continues what only its own model can.</summary>
    private static string? ExtrasRule(StormCall call)
    {
        if (call.Extras.Distinct().Count() < call.Extras.Count)
            return $"something came twice: '{string.Join(", ", call.Extras)}'";
        if (call.ClosedAfter < call.Visits.Count)
            return $"{call.Visits[^1].Route} was asked to go on though the caller had '{string.Join(", ", call.Extras)}'";
        string[] missing = call.Outcome != Outcome.Complete ? [] : [.. call.Visits[^1].Script.Steps.Where(step => step.IsExtra && !call.Extras.Contains(step.Text)).Select(step => step.Text)];
        return missing.Length == 0 ? null : $"a complete answer is without '{string.Join(", ", missing)}'";
    }

    private static string? SourceRule(StormCall call)
    {
        foreach (object source in call.Sources)
            if (source is Visit { HasSubstance: false, Script: { Position: FaultPosition.BeforeFirstWord } } visit)
                return $"the caller saw an update of {visit.Route}, which failed before its first word ({visit.Script.Plan.Fault})";
        return null;
    }

    private static string? ReportRule(StormCall call)
    {
        if (call.Report is not { } report)
            return call.Error is null && call.Updates == 0 ? null : $"no report came with the outcome {call.Outcome}";
        string told = string.Join(' ', report.Attempts.Select(attempt => attempt.Route));
        string seen = string.Join(' ', call.Visits.Select(visit => visit.Route));
        if (told != seen && !(call.WasCancelled && IsOneLess(told, seen)))
            return $"the report tells of attempts at '{told}', and the models saw '{seen}'";
        if (call.Outcome == Outcome.Complete && (report.ServedBy != call.Visits[^1].Route || report.Attempts[^1].Failure is not null))
            return $"a complete answer of {call.Visits[^1].Route} is reported as served by {report.ServedBy}, {report.Attempts[^1].Failure?.Kind}";
        return call.Outcome == Outcome.Interrupted && report.Attempts[^1].Failure is null ? "an interrupted answer is reported without its failure" : null;
    }

    /// <summary>An attempt that its caller cancelled before any output need not match: the router may leave it out, and the model may never have seen it.</summary>
    private static bool IsOneLess(string told, string seen) =>
        (seen.StartsWith(told, StringComparison.Ordinal) || told.StartsWith(seen, StringComparison.Ordinal)) && Math.Abs(told.Length - seen.Length) <= 2;

    private static bool SameWords(string received, string answer) => Words(received).SequenceEqual(Words(answer));

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static bool IsBeginning(string[] words, string[] answer) =>
        words.Length <= answer.Length
        && words.SkipLast(1).SequenceEqual(answer.Take(Math.Max(0, words.Length - 1)))
        && (words.Length == 0 || answer[words.Length - 1].StartsWith(words[^1], StringComparison.Ordinal));
}
