using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Continuation;

/// <summary>
/// The seam to a part by a model that was asked to begin with the words of an <see cref="Anchor"/>. Nothing of the part is let through before them: no text, no reasoning of the
/// instruction, no call. A part that begins otherwise is refused. Nothing is held but the text that may still be a repetition, which is no longer than the answer so far. Not thread-safe.
/// </summary>
/// <param name="repetition">What the part repeats, with its anchor.</param>
internal sealed class ProvenSeam(Repetition repetition)
{
    public Repetition Repetition => repetition;

    /// <summary>Whether content of the part has come.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Whether the part goes on from the answer, so that it can go to the caller.</summary>
    public bool IsProven => repetition is { IsDecided: true, HasAnchor: true };

    /// <summary>Whether the part begins in another way.</summary>
    public bool IsRefused => repetition is { IsDecided: true, HasAnchor: false };

    /// <summary>Reads the part's next update.</summary>
    /// <param name="update">The update, which is not changed.</param>
    /// <param name="dropped">The characters that are dropped of it; less than zero where some of an earlier one come out with it.</param>
    /// <returns>What of it is the caller's; null for nothing.</returns>
    public ChatResponseUpdate? Read(ChatResponseUpdate update, out int dropped)
    {
        dropped = 0;
        if (repetition.IsDecided)
            return update;
        List<AIContent> contents = new(update.Contents.Count);
        bool isCut = false;
        for (int i = 0; i < update.Contents.Count; i++)
            isCut |= Read(update.Contents[i], contents, ref dropped);
        if (update.FinishReason is not null)
            End();
        return isCut ? Of(update, contents) : update;
    }

    /// <summary>The part is over, or something else than text has come.</summary>
    public void End() => repetition.End();

    /// <returns>Whether something of it is dropped.</returns>
    private bool Read(AIContent content, List<AIContent> contents, ref int dropped)
    {
        switch (content)
        {
            case TextContent text when !repetition.IsDecided:
                string left = Read(text.Text);
                dropped += text.Text.Length - left.Length;
                if (left.Length > 0)
                    contents.Add(new TextContent(left) { Annotations = text.Annotations, AdditionalProperties = text.AdditionalProperties });
                return true;
            case TextReasoningContent reasoning when !repetition.IsDecided:
                HasBegun = true;
                dropped += reasoning.Text.Length;
                return true;
            default:
                if (content is not (TextContent or TextReasoningContent or UsageContent))
                    Interrupt();
                contents.Add(content);
                return false;
        }
    }

    /// <returns>What of a piece goes to the caller.</returns>
    private string Read(string text)
    {
        HasBegun |= text.Length > 0;
        int before = repetition.Length;
        repetition.Add(text);
        return IsProven ? repetition.Kept + text[(repetition.Length - before)..] : "";
    }

    private void Interrupt()
    {
        HasBegun = true;
        End();
    }

    /// <summary>A copy, since an inner stream's objects may be shared. The raw update still has what was dropped.</summary>
    private static ChatResponseUpdate? Of(ChatResponseUpdate update, List<AIContent> contents)
    {
        if (contents.Count == 0 && update is { FinishReason: null, ContinuationToken: null })
            return null;
        ChatResponseUpdate cut = update.Clone();
        (cut.Contents, cut.RawRepresentation) = (contents, null);
        return cut;
    }
}
