using System.Text.Json;

namespace CapacityRouting.Capacity;

/// <summary>The format of stored levels: <c>{"version":1,"levels":[{"quota":...,"dimension":...,"used":...,"at":...}]}</c>.</summary>
internal static class UsageFile
{
    private const int Version = 1;

    public static void Write(IReadOnlyList<QuotaUsage> levels, Stream stream)
    {
        using Utf8JsonWriter json = new(stream, new() { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteStartArray("levels");
        foreach (QuotaUsage level in levels)
        {
            json.WriteStartObject();
            json.WriteString("quota", level.Quota);
            json.WriteString("dimension", level.Dimension.ToString());
            json.WriteNumber("used", level.Used);
            json.WriteString("at", level.At);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <exception cref="FormatException">It is damaged, or of a later version.</exception>
    public static IReadOnlyList<QuotaUsage> Read(byte[] content)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            int version = document.RootElement.GetProperty("version").GetInt32();
            if (version != Version)
                throw new FormatException($"The version is {version}, and only {Version} is known.");
            return [.. document.RootElement.GetProperty("levels").EnumerateArray().Select(LevelOf)];
        }
        catch (Exception thrown) when (thrown is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("The file of levels is damaged.", thrown);
        }
    }

    private static QuotaUsage LevelOf(JsonElement element) => new(
        element.GetProperty("quota").GetString() ?? string.Empty,
        Enum.TryParse(element.GetProperty("dimension").GetString(), out CapacityDimension dimension) ? dimension : throw new FormatException("A dimension is not known."),
        element.GetProperty("used").GetDecimal(),
        element.GetProperty("at").GetDateTimeOffset());
}
