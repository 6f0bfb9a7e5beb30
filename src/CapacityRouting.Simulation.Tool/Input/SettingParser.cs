using System.Text;
using System.Text.Json;

namespace CapacityRouting.Simulation.Tool.Input;

/// <summary>Reads JSON in the form of configuration, with comments and trailing commas. It keeps the line numbers and the order.</summary>
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

    /// <summary>The object in the file. Null when the text is not JSON, or not an object.</summary>
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
            // The reader reports text after the value as an error.
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

    /// <summary>Counts lines on from the last position, since tokens come in order.</summary>
    private int LineOf(ref Utf8JsonReader reader)
    {
        int start = (int)reader.TokenStartIndex;
        _line += _json.AsSpan(_counted, start - _counted).Count((byte)'\n');
        _counted = start;
        return _line;
    }

    /// <summary>The reason without the line number, which is already in the error.</summary>
    private string ReasonOf(JsonException malformed)
    {
        if (_json.AsSpan().Trim(" \t\r\n"u8).IsEmpty)
            return "the file is empty.";
        int place = malformed.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return place < 0 ? malformed.Message : malformed.Message[..place];
    }
}
