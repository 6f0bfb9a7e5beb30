using CapacityRouting.Storm.Calls;

namespace CapacityRouting.Storm.Checks;

/// <summary>Holds what a caller got against what can be known of models that fail by chance and say one letter all the time. Pure.</summary>
/// <param name="routes">The routes of the router.</param>
internal sealed class SimulatedChecks(IReadOnlyList<string> routes)
{
    public IEnumerable<string> Of(StormCall call)
    {
        foreach (string oddity in call.Oddities)
            yield return oddity;
        if (OutcomeRule(call) is { } outcome)
            yield return outcome;

        // Of the one letter too much is as bad as any other.
        if (!call.Plan.Answer.StartsWith(call.Received, StringComparison.Ordinal))
            yield return $"a text of {call.Received.Length} letters is not the beginning of an answer of {call.Plan.Answer.Length}";
    }

    private string? OutcomeRule(StormCall call) => call.Outcome switch
    {
        Outcome.None => "the call has no outcome",
        Outcome.Strange => $"the caller was thrown {call.Error!.GetType().Name}: {call.Error.Message}",
        Outcome.Complete when call.Received.Length != call.Plan.Answer.Length => $"an answer is complete with {call.Received.Length} of {call.Plan.Answer.Length} letters",
        Outcome.Complete when call.FinishReasons == 0 => "a complete answer has no finish reason",
        Outcome.Cancelled when !call.WasCancelled => "the caller did not cancel, and was told so",
        Outcome.Interrupted => InterruptedRule(call, (StreamInterruptedException)call.Error!),
        Outcome.NoRoute => NoRouteRule(call, (NoRouteAvailableException)call.Error!),
        _ => null,
    };

    private static string? InterruptedRule(StormCall call, StreamInterruptedException error)
    {
        if (error.ReceivedText != call.Received)
            return $"ReceivedText has {error.ReceivedText.Length} letters, and {call.Received.Length} were received";
        return error.ReceivedText.Length > 0 ? null : "the caller saw a fault before the first content";
    }

    private string? NoRouteRule(StormCall call, NoRouteAvailableException error)
    {
        if (call.Updates > 0)
            return "no route was there after some updates";
        string[] left = [.. routes.Where(route => error.Attempts.All(attempt => attempt.Route != route) && !CallChecks.IsWithoutRoom(call, route))];
        return left.Length == 0 ? null : $"the caller saw a fault, though {string.Join(" and ", left)} had room";
    }
}
