using CapacityRouting.Failures.Classification;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Continuation;

/// <summary>
/// The seam between a part of an answer and the part by another model. Updates are held back until it is decided whether they repeat
/// the end of the caller's text. Then they come out in order, without the repetition. After the decision the seam has no more use. Not thread-safe.
/// </summary>
/// <param name="repetition">What the new part repeats.</param>
internal sealed class Seam(Repetition repetition)
{
    // In a row: updates of a stream without content must not fill the memory. Empty updates are dropped.
    private const int MostEmpty = 64;

    private readonly Queue<ChatResponseUpdate> _held = new();
    private readonly Queue<ChatResponseUpdate> _ready = new();
    private int _empty;

    /// <param name="before">The text that the caller has.</param>
    /// <param name="unsent">The number of characters at its end that the model was not given (<see cref="ContinuedRequest.Unsent"/>).</param>
    public Seam(string before, int unsent)
        : this(new Repetition(before, unsent))
    {
    }

    /// <summary>Whether the rest of the part can go to the caller unchanged, once everything has been taken out.</summary>
    public bool IsDecided => repetition.IsDecided;

    /// <summary>The number of characters of the new part that were removed.</summary>
    public int RemovedCharacters => IsDecided ? repetition.Removed : 0;

    /// <summary>Takes the part's next update.</summary>
    public void Add(ChatResponseUpdate update)
    {
        if (IsDecided)
        {
            _ready.Enqueue(update);
            return;
        }

        if (_empty >= MostEmpty && ContentInspection.SaysNothing(update))
            return;
        _held.Enqueue(update);
        Read(update.Contents);
        _empty = ContentInspection.IsIn(update.Contents) ? 0 : _empty + 1;
        if (update.FinishReason is not null || _empty > MostEmpty)
            repetition.End();
        if (IsDecided)
            Release(repetition.Removed);
        else if (repetition.Length == 0)
            Release(removed: 0);
    }

    /// <summary>The part is over: the held updates come out.</summary>
    public void End()
    {
        if (IsDecided)
            return;
        repetition.End();
        Release(repetition.Removed);
    }

    /// <summary>Gives the next update for the caller.</summary>
    public bool TryTake(out ChatResponseUpdate update) => _ready.TryDequeue(out update!);

    private void Read(IList<AIContent> contents)
    {
        for (int i = 0; i < contents.Count && !IsDecided; i++)
            if (contents[i] is TextContent text)
                repetition.Add(text.Text);
            else if (Ends(contents[i]))
                repetition.End();
    }

    /// <summary>Whether later text can no longer be the beginning. Reasoning and look-ups come before a model continues, and end nothing.</summary>
    private bool Ends(AIContent content) => content is not UsageContent && repetition.Length > 0;

    private void Release(int removed)
    {
        while (_held.TryDequeue(out ChatResponseUpdate? update))
            _ready.Enqueue(removed > 0 ? TextCut.From(update, ref removed) : update);
    }
}
