using System.Buffers;
using System.Text.Json;

namespace CapacityRouting.Capacity.Persistence;

/// <summary>The file format: <c>{"version":1,"levels":[{"quota":...,"dimension":...,"used":...,"at":...}]}</c>.</summary>
internal static class UsageFile
{
    private const int Version = 1;

    public static ReadOnlyMemory<byte> ContentOf(IReadOnlyList<QuotaUsage> usages)
    {
        ArrayBufferWriter<byte> content = new();
        using (Utf8JsonWriter json = new(content, new() { Indented = true }))
            Write(usages, json);
        return content.WrittenMemory;
    }
    /// <exception cref="FormatException">It is damaged.</exception>
    /// <exception cref="NotSupportedException">It is of a later version.</exception>
    public static IReadOnlyList<QuotaUsage> Read(byte[] content)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            int version = document.RootElement.GetProperty("version").GetInt32();
            if (version > Version)
                throw new NotSupportedException($"The file of what was used is of version {version}, and only {Version} is known.");
            if (version < Version)
                throw new FormatException($"There is no version {version}.");
            return [.. document.RootElement.GetProperty("levels").EnumerateArray().Select(UsageOf)];
        }
        catch (Exception thrown) when (thrown is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("The file of what was used is damaged.", thrown);
        }
    }

    private static void Write(IReadOnlyList<QuotaUsage> usages, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteStartArray("levels");
        foreach (QuotaUsage usage in usages)
            Write(usage, json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(QuotaUsage usage, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("quota", usage.Quota);
        json.WriteString("dimension", usage.Dimension.ToString());
        json.WriteNumber("used", usage.Used);
        json.WriteString("at", usage.At);
        json.WriteEndObject();
    }

    private static QuotaUsage UsageOf(JsonElement element) => new(
        element.GetProperty("quota").GetString() ?? string.Empty,
        Enum.TryParse(element.GetProperty("dimension").GetString(), out CapacityDimension dimension) ? dimension : throw new FormatException("A dimension is not known."),
        element.GetProperty("used").GetDecimal(),
        element.GetProperty("at").GetDateTimeOffset());
}
