using System.Text;
using System.Text.Json;

namespace CapacityRouting.Simulation.Tool.Input;

/// <summary>Reads JSON as configuration does, comments and trailing commas allowed, and remembers the lines and the order.</summary>
internal sealed class SettingParser
{
    private static readonly JsonReaderOptions AsConfiguration = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly byte[] _json;
    private readonly string _file;
    private readonly InputErrors _errors;
    private int _counted;
    private int _line = 1;

    private SettingParser(string text, string file, InputErrors errors)
    {
        _json = Encoding.UTF8.GetBytes(text);
        _file = file;
        _errors = errors;
    }

    /// <summary>The object that the file holds; null when it is not JSON, or no object.</summary>
    public static SettingNode? Parse(string text, string file, InputErrors errors)
    {
        SettingParser parser = new(text, file, errors);
        try
        {
            return parser.Root();
        }
        catch (JsonException malformed)
        {
            errors.Add(file, (int)(malformed.LineNumber ?? 0) + 1, parser.ReasonOf(malformed));
            return null;
        }
    }

    private SettingNode? Root()
    {
        Utf8JsonReader reader = new(_json, AsConfiguration);
        reader.Read();
        SettingNode root = Value(ref reader, LineOf(ref reader));
        while (reader.Read())
        {
            // Whatever follows the value is an error, which the reader tells of.
        }

        if (root.Kind == JsonValueKind.Object)
            return root;
        _errors.Add(_file, root.Line, "must be an object: { ... }.");
        return null;
    }

    private SettingNode Value(ref Utf8JsonReader reader, int line) => reader.TokenType switch
    {
        JsonTokenType.StartObject => new(line, JsonValueKind.Object, null, Object(ref reader)),
        JsonTokenType.StartArray => new(line, JsonValueKind.Array, null, Array(ref reader)),
        JsonTokenType.String => new(line, JsonValueKind.String, reader.GetString(), []),
        JsonTokenType.Null => new(line, JsonValueKind.Null, null, []),
        JsonTokenType.Number => new(line, JsonValueKind.Number, Encoding.UTF8.GetString(reader.ValueSpan), []),
        _ => new(line, reader.TokenType == JsonTokenType.True ? JsonValueKind.True : JsonValueKind.False, Encoding.UTF8.GetString(reader.ValueSpan), []),
    };

    private List<KeyValuePair<string, SettingNode>> Object(ref Utf8JsonReader reader)
    {
        List<KeyValuePair<string, SettingNode>> members = [];
        HashSet<string> keys = new(StringComparer.OrdinalIgnoreCase);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int line = LineOf(ref reader);
            string key = reader.GetString()!;
            reader.Read();
            if (!keys.Add(key))
                _errors.Add(_file, line, $"'{key}' is here for the second time.");
            members.Add(new(key, Value(ref reader, line)));
        }

        return members;
    }

    private List<KeyValuePair<string, SettingNode>> Array(ref Utf8JsonReader reader)
    {
        List<KeyValuePair<string, SettingNode>> members = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            members.Add(new($"{members.Count}", Value(ref reader, LineOf(ref reader))));
        return members;
    }

    /// <summary>Counts on from where it stopped: tokens come in order.</summary>
    private int LineOf(ref Utf8JsonReader reader)
    {
        int start = (int)reader.TokenStartIndex;
        _line += _json.AsSpan(_counted, start - _counted).Count((byte)'\n');
        _counted = start;
        return _line;
    }

    /// <summary>The line is told already.</summary>
    private string ReasonOf(JsonException malformed)
    {
        if (_json.AsSpan().Trim(" \t\r\n"u8).IsEmpty)
            return "the file is empty.";
        int place = malformed.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return place < 0 ? malformed.Message : malformed.Message[..place];
    }
}
