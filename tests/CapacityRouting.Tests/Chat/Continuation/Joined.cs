using CapacityRouting.Chat.Continuation;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Chat.Continuation;

/// <summary>What a caller has in the end, of a text that broke off and what another model wrote after it.</summary>
internal static class Joined
{
    public static string Text(string before, params string[] pieces) => before + Rest(before, pieces);

    /// <summary>Without white space at its end that the model was not given.</summary>
    public static string Rest(string before, params string[] pieces)
    {
        Seam seam = new(before, before.Length - before.TrimEnd().Length);
        List<ChatResponseUpdate> taken = [];
        foreach (string piece in pieces)
        {
            seam.Add(Updates.Text(piece));
            taken.AddRange(Taken(seam));
        }

        seam.End();
        taken.AddRange(Taken(seam));
        return string.Concat(taken.Select(update => update.Text));
    }

    public static IEnumerable<ChatResponseUpdate> Taken(Seam seam)
    {
        while (seam.TryTake(out ChatResponseUpdate update))
            yield return update;
    }

    /// <summary>In pieces of the sizes given, over and over.</summary>
    public static string[] Pieces(string text, int[] sizes)
    {
        List<string> pieces = [];
        for (int at = 0, i = 0; at < text.Length; i++)
        {
            int size = Math.Min(sizes[i % sizes.Length], text.Length - at);
            pieces.Add(text.Substring(at, size));
            at += size;
        }

        return [.. pieces];
    }
}
