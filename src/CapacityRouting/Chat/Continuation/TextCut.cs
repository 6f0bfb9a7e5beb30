using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Continuation;

/// <summary>Removes characters at the front of an update's text. It changes copies only: an inner stream's objects may be shared.</summary>
internal static class TextCut
{
    /// <param name="update">The update, which is not changed.</param>
    /// <param name="characters">The number to remove; then, the number left for the next update.</param>
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

        // The raw update still has the removed text, and some converters prefer it.
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
