using System.Collections;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CapacityRouting.Estimation;

/// <summary>
/// The approximate length of a value as JSON, in characters. It walks the value and does not serialize it, as that needs reflection. An object that
/// is not a collection has the length of its text.
/// </summary>
internal static class JsonLength
{
    // The depth is limited, as a collection may contain itself.
    private const int Deepest = 16;

    private const int Quotes = 2;
    private const int LongestNumber = 64;

    public static long Of(object? value)
    {
        try
        {
            return Of(value, depth: 0);
        }
        catch (Exception)
        {
            // The value is being changed, or its text throws. An estimate is not worth a failed call.
            return 0;
        }
    }

    private static long Of(object? value, int depth) => value switch
    {
        null => "null".Length,
        string text => text.Length + Quotes,
        bool flag => flag ? "true".Length : "false".Length,
        JsonElement element => OfElement(element),
        JsonNode node => node.ToJsonString().Length,
        byte[] bytes => ((bytes.LongLength + 2) / 3 * 4) + Quotes,
        IDictionary<string, object?> members when depth < Deepest => OfMembers(members, depth),
        IDictionary entries when depth < Deepest => OfEntries(entries, depth),
        ICollection items when depth < Deepest => OfItems(items, depth),
        ICollection => 0,
        _ => OfScalar(value),
    };

    private static long OfElement(JsonElement element) =>
        element.ValueKind == JsonValueKind.Undefined ? 0 : Encoding.UTF8.GetCharCount(JsonMarshal.GetRawUtf8Value(element));

    private static long OfMembers(IDictionary<string, object?> members, int depth)
    {
        long length = OfPunctuation(members.Count);
        foreach (KeyValuePair<string, object?> member in members)
            length += member.Key.Length + Quotes + 1 + Of(member.Value, depth + 1);
        return length;
    }

    private static long OfEntries(IDictionary entries, int depth)
    {
        long length = OfPunctuation(entries.Count);
        foreach (DictionaryEntry entry in entries)
            length += OfScalar(entry.Key) + Quotes + 1 + Of(entry.Value, depth + 1);
        return length;
    }

    private static long OfItems(ICollection items, int depth)
    {
        long length = OfPunctuation(items.Count);
        foreach (object? item in items)
            length += Of(item, depth + 1);
        return length;
    }

    /// <summary>Two brackets, and commas between the items.</summary>
    private static int OfPunctuation(int count) => 2 + Math.Max(0, count - 1);

    private static long OfScalar(object value)
    {
        Span<char> room = stackalloc char[LongestNumber];
        return value is ISpanFormattable number && number.TryFormat(room, out int written, format: default, provider: null)
            ? written
            : value.ToString()?.Length ?? 0;
    }
}
