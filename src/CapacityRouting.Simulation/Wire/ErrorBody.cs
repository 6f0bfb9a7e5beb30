using System.Text.Encodings.Web;
using System.Text.Json;

namespace CapacityRouting.Simulation.Wire;

/// <summary>The body of an error, as JSON in which apostrophes and the like stand as they are: so providers write it.</summary>
internal static class ErrorBody
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(object body) => JsonSerializer.Serialize(body, Plain);

    /// <summary>What an error says, and the type that it gives itself.</summary>
    public static (string Message, string Type) Read(string body)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        JsonElement error = document.RootElement.GetProperty("error");
        return (error.GetProperty("message").GetString()!, error.GetProperty("type").GetString()!);
    }
}
