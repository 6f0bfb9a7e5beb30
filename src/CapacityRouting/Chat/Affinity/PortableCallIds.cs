using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Affinity;

/// <summary>
/// Ids of tool calls that every provider accepts: nine letters and digits of ASCII. Mistral accepts nothing else
/// (<c>^[a-zA-Z0-9]{9}$</c>). Anthropic (<c>^[a-zA-Z0-9_-]+$</c>) and OpenAI (40 characters at most) accept them too.
/// The first call with an id of that form keeps it. Any other id becomes the beginning of its own hash, and each later call with the same id gets a new hash. The hashes are the same in
/// every request, so that a conversation reads the same each time.
/// </summary>
internal sealed class PortableCallIds
{
    /// <summary>The length of a portable id.</summary>
    public const int Length = 9;

    private const string Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private readonly Dictionary<AIContent, string> _portable = new(ReferenceEqualityComparer.Instance);
    private readonly CallPairs _pairs = new();
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    private PortableCallIds()
    {
    }

    /// <summary>Finds new ids for the given ones, different from the ids of all other calls of the conversation.</summary>
    public static PortableCallIds For(IReadOnlyList<ChatMessage> messages, IReadOnlySet<string> foreign)
    {
        PortableCallIds ids = new();
        foreach (ChatMessage message in messages)
            foreach (AIContent content in message.Contents)
                if (IdOf(content) is { } id && (!foreign.Contains(id) || IsPortable(id)))
                    ids._taken.Add(id);

        // In the order of appearance, so that additions at the end of a conversation change nothing before them.
        foreach (ChatMessage message in messages)
            foreach (AIContent content in message.Contents)
                if (IdOf(content) is { } id && foreign.Contains(id) && !ids._portable.ContainsKey(content))
                    ids._portable.Add(content, content is FunctionCallContent ? ids._pairs.Called(id, ids.NextOf(id)) : ids._pairs.Answered(id) ?? ids._pairs.Noted(id, ids.NextOf(id)));
        return ids;
    }

    /// <summary>The id under which a call or its result is sent; its own when that may stay.</summary>
    public string Of(FunctionCallContent call) => _portable.GetValueOrDefault(call, call.CallId);

    /// <inheritdoc cref="Of(FunctionCallContent)"/>
    public string Of(FunctionResultContent result) => _portable.GetValueOrDefault(result, result.CallId);

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

    /// <summary>The portable id of the next call with this id.</summary>
    private string NextOf(string id) => IsPortable(id) && !_pairs.Knows(id) ? id : Unused(id, _taken);

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
