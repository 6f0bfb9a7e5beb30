using CapacityRouting.Chat.Continuation;
using CapacityRouting.Routing;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Streaming;

/// <summary>
/// Finds another route for a broken answer: as often as the policy allows, and only while the caller has nothing of it that another
/// model cannot continue.
/// </summary>
internal sealed class AnswerContinuer(IAnswerSource source, ChatDemand demand, ChatOptions? options, RoutingReport report, CancellationToken cancellationToken)
{
    private DeliveredParts _delivered;
    private ChatResponseUpdate? _spoken;
    private string? _speaker;
    private int _left = source.Policy.MaxContinuationsOf(demand.Routing);

    /// <summary>Whether a continuation is possible at all.</summary>
    public static bool IsWanted(RoutingPolicy policy, RequestDemand demand) => policy.MaxContinuationsOf(demand.Routing) > 0;

    public void Delivered(ChatResponseUpdate update)
    {
        if (_spoken is null || update.MessageId is not null)
            _spoken = update;
        _delivered.Add(update);
    }

    /// <summary>Continues with the next route.</summary>
    /// <param name="broken">The part that broke off.</param>
    /// <param name="continued">The state of the broken part, if it was a continuation itself.</param>
    /// <param name="received">The text that the caller has.</param>
    /// <returns>Null when the answer ends here.</returns>
    public async ValueTask<(AttemptStream Stream, ContinuedPart Part)?> ContinueAsync(AttemptStream broken, ContinuedPart? continued, string received)
    {
        try
        {
            return await GoOnAsync(broken, continued, received).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // A failure of the continuation is in the report. The caller gets the failure that broke the answer.
            return null;
        }
    }

    private async ValueTask<(AttemptStream Stream, ContinuedPart Part)?> GoOnAsync(AttemptStream broken, ContinuedPart? continued, string received)
    {
        if (_speaker is null || continued is { HasBegun: true })
            _speaker = broken.Route.Name;
        ContinuationStep step = ContinuationRule.After(broken.Failure!.Kind, source.Policy, options, demand.Routing, _delivered, _left);
        RequestBudget budget = broken.Attempt.BudgetAfter(broken.Failure);
        if (step == ContinuationStep.None || ContinuedRequest.For(demand.Messages, options, received) is not { } request || !source.MayResume(budget))
            return null;
        _left--;
        if (await ResumeAsync(request, budget).ConfigureAwait(false) is not { } next)
            return null;
        AnswerContinuation handover = new(_speaker, next.Route.Name, received.Length, RemovedCharacters: 0);
        return (next, new(new Seam(next.Proven?.Repetition ?? new(received, request.Unsent)), _spoken, handover, report));
    }

    private async ValueTask<AttemptStream?> ResumeAsync(ContinuedRequest rest, RequestBudget budget)
    {
        ChatDemand asked = source.DemandOf(rest.Messages, rest.Options, rest.Rest);
        AttemptStream next = await source.ResumeAsync(asked, rest, budget, report, cancellationToken).ConfigureAwait(false);
        return next.IsFailed ? null : next;
    }
}
