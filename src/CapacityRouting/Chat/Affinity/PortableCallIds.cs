using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Affinity;

/// <summary>
/// Ids of tool calls that every provider accepts: nine letters and digits of ASCII, which is all that Mistral takes
/// (<c>^[a-zA-Z0-9]{9}$</c>), and which is also within what Anthropic (<c>^[a-zA-Z0-9_-]+$</c>) and OpenAI (40 characters at most) take.
/// An id of that form stays; any other becomes the beginning of its own hash, the same one in every request, so that a conversation reads the same each time.
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

    /// <summary>Finds new ids for those given, none of which any other call of the conversation has.</summary>
    public static PortableCallIds For(IReadOnlyList<ChatMessage> messages, IReadOnlySet<string> foreign)
    {
        // In the order in which they appear, so that what is added to the end of a conversation changes nothing before it.
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

    /// <summary>The id under which a call goes; its own when that may stay.</summary>
    public string Of(string id) => _portable.GetValueOrDefault(id, id);

    public static bool IsPortable(string id) => id.Length == Length && id.All(char.IsAsciiLetterOrDigit);

    /// <summary>The id that a hash gives, at the first attempt that is free.</summary>
    /// <param name="id">The id that it stands for.</param>
    /// <param name="taken">Those of all other calls; the new one is added.</param>
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
