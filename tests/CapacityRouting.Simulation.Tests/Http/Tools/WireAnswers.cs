using System.Text.Json;

namespace CapacityRouting.Simulation.Tests.Http.Tools;

/// <summary>Reads whole and streamed answers of both protocols, as plainly as can be.</summary>
internal static class WireAnswers
{
    public static Seen Read(int status, IReadOnlyDictionary<string, string> headers, string body)
    {
        if (status != 200)
            return new(status, headers, body, [], null, null);
        Reading reading = new();
        foreach (string line in body.Split('\n'))
            if (line.StartsWith('{') || line.StartsWith("data: {", StringComparison.Ordinal))
                reading.Add(line[line.IndexOf('{')..]);
        return new(status, headers, reading.Error, reading.Pieces, reading.InputTokens, reading.OutputTokens);
    }

    private sealed class Reading
    {
        public List<string> Pieces { get; } = [];

        public string? Error { get; private set; }

        public long? InputTokens { get; private set; }

        public long? OutputTokens { get; private set; }

        public void Add(string json)
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement data = document.RootElement;
            if (data.TryGetProperty("error", out _))
                Error = json;
            AddText(data);
            if (data.TryGetProperty("message", out JsonElement message))
                AddUsage(message);
            AddUsage(data);
        }

        private void AddText(JsonElement data)
        {
            if (data.TryGetProperty("choices", out JsonElement choices))
                foreach (JsonElement choice in choices.EnumerateArray())
                    AddText(choice.TryGetProperty("delta", out JsonElement delta) ? delta : choice.GetProperty("message"), "content");
            else if (data.TryGetProperty("content", out JsonElement blocks))
                foreach (JsonElement block in blocks.EnumerateArray())
                    AddText(block, "text");
            else if (data.TryGetProperty("delta", out JsonElement delta))
                AddText(delta, "text");
        }

        private void AddText(JsonElement from, string name)
        {
            if (from.TryGetProperty(name, out JsonElement text) && text.GetString() is { Length: > 0 } piece)
                Pieces.Add(piece);
        }

        private void AddUsage(JsonElement data)
        {
            if (!data.TryGetProperty("usage", out JsonElement usage))
                return;
            InputTokens = Number(usage, "prompt_tokens") ?? Number(usage, "input_tokens") ?? InputTokens;
            OutputTokens = Number(usage, "completion_tokens") ?? Number(usage, "output_tokens") ?? OutputTokens;
        }

        private static long? Number(JsonElement usage, string name) => usage.TryGetProperty(name, out JsonElement number) ? number.GetInt64() : null;
    }
}
