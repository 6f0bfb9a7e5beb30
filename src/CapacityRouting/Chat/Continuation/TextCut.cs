using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Continuation;

/// <summary>Takes characters off the front of an update's text. What it changes it copies: an inner stream's objects may be shared.</summary>
internal static class TextCut
{
    /// <param name="update">The update, which is left as it is.</param>
    /// <param name="characters">How many to take off; then, how many are left for the next one.</param>
    public static ChatResponseUpdate From(ChatResponseUpdate update, ref int characters)
    {
        List<AIContent> contents = new(update.Contents.Count);
        int left = characters;
        foreach (AIContent content in update.Contents)
            if (content is not TextContent text || left == 0)
                contents.Add(content);
            else if (Without(text, ref left) is { } rest)
                contents.Add(rest);
        if (left == characters)
            return update;
        characters = left;
        ChatResponseUpdate cut = update.Clone();
        cut.Contents = contents;

        // The raw update still says what was taken out, and some converters prefer it.
        cut.RawRepresentation = null;
        return cut;
    }

    private static TextContent? Without(TextContent text, ref int characters)
    {
        int cut = Math.Min(characters, text.Text.Length);
        characters -= cut;
        if (cut == 0)
            return text;
        return cut == text.Text.Length ? null : new(text.Text[cut..]) { Annotations = text.Annotations, AdditionalProperties = text.AdditionalProperties };
    }
}
