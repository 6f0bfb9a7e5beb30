using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Continuation;

/// <summary>
/// The part of an answer by another route, in its form for the caller: without repetitions, and as the same message as the part before. Not thread-safe.
/// </summary>
/// <param name="seam">The seam of the parts.</param>
/// <param name="spoken">An update of the message that goes on; null when none had reached the caller.</param>
/// <param name="handover">The report's entry for the seam, without the number of removed characters.</param>
/// <param name="report">The report.</param>
internal sealed class ContinuedPart(Seam seam, ChatResponseUpdate? spoken, AnswerContinuation handover, RoutingReport report)
{
    /// <summary>Whether some of it has reached the caller, or could: from then on it is in the report.</summary>
    public bool HasBegun { get; private set; }

    public void Add(ChatResponseUpdate update)
    {
        seam.Add(AsOneMessage(update));
        Tell();
    }

    /// <summary>The part is complete.</summary>
    public void End()
    {
        seam.End();
        Tell();
    }

    public bool TryTake(out ChatResponseUpdate update) => seam.TryTake(out update);

    /// <summary>A copy, since the client's own object may be shared.</summary>
    private ChatResponseUpdate AsOneMessage(ChatResponseUpdate update)
    {
        if (spoken is null)
            return update;
        ChatResponseUpdate same = update.Clone();
        (same.ResponseId, same.MessageId, same.AuthorName) = (spoken.ResponseId, spoken.MessageId, spoken.AuthorName);
        return same;
    }

    private void Tell()
    {
        if (HasBegun || !seam.IsDecided)
            return;
        HasBegun = true;
        report.Continued(handover with { RemovedCharacters = seam.RemovedCharacters });
    }
}
