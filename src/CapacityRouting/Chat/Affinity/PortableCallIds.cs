using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Affinity;

/// <summary>
/// Ids of tool calls that every provider accepts: nine letters and digits of ASCII. Mistral accepts nothing else
/// (<c>^[a-zA-Z0-9]{9}$</c>). Anthropic (<c>^[a-zA-Z0-9_-]+$</c>) and OpenAI (40 characters at most) accept them too.
/// An id of that form stays. Any other becomes the beginning of its own hash. The hash is the same in every request, so that a conversation reads the same each time.
/// </summary>
internal sealed class PortableCallIds
{
    /// <summary>The length of a portable id.</summary>
    public const int Length = 9;

    private const string Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private readonly Dictionary<string, string> _portable = new(StringComparer.Ordinal);

    private PortableCallIds()
    {
    }

    /// <summary>Finds new ids for the given ones, different from the ids of all other calls of the conversation.</summary>
    public static PortableCallIds For(IReadOnlyList<ChatMessage> messages, IReadOnlySet<string> foreign)
    {
        // In the order of appearance, so that additions at the end of a conversation change nothing before them.
        List<string> changing = [];
        HashSet<string> taken = new(StringComparer.Ordinal);
        foreach (ChatMessage message in messages)
            foreach (AIContent content in message.Contents)
                if (IdOf(content) is { } id && (!foreign.Contains(id) || IsPortable(id)))
                    taken.Add(id);
                else if (IdOf(content) is { } other)
                    changing.Add(other);

        PortableCallIds ids = new();
        foreach (string id in changing)
            if (!ids._portable.ContainsKey(id))
                ids._portable.Add(id, Unused(id, taken));
        return ids;
    }

    /// <summary>The id under which a call is sent; its own when that may stay.</summary>
    public string Of(string id) => _portable.GetValueOrDefault(id, id);

    public static bool IsPortable(string id) => id.Length == Length && id.All(char.IsAsciiLetterOrDigit);

    /// <summary>The id that a hash gives, at the first attempt with a free one.</summary>
    /// <param name="id">The id that it replaces.</param>
    /// <param name="taken">The ids of all other calls; the new one is added.</param>
    public static string Unused(string id, HashSet<string> taken)
    {
        for (int attempt = 0; ; attempt++)
        {
            string portable = Hash(attempt == 0 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}\n{attempt}"));
            if (taken.Add(portable))
                return portable;
        }
    }

    /// <summary>Nine digits of base 62, of the first 64 bits.</summary>
    private static string Hash(string text)
    {
        ulong number = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return string.Create(Length, number, static (id, rest) =>
        {
            for (int i = 0; i < id.Length; i++, rest /= (ulong)Letters.Length)
                id[i] = Letters[(int)(rest % (ulong)Letters.Length)];
        });
    }

    private static string? IdOf(AIContent content) => content switch
    {
        FunctionCallContent call => call.CallId,
        FunctionResultContent result => result.CallId,
        _ => null,
    };
}
