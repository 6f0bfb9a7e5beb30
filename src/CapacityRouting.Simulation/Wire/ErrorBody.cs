using System.Text.Encodings.Web;
using System.Text.Json;

namespace CapacityRouting.Simulation.Wire;

/// <summary>The body of an error, as JSON without escapes for apostrophes and the like. Providers write it the same way.</summary>
internal static class ErrorBody
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(object body) => JsonSerializer.Serialize(body, Plain);

    /// <summary>The error's message and its type.</summary>
    public static (string Message, string Type) Read(string body)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        JsonElement error = document.RootElement.GetProperty("error");
        return (error.GetProperty("message").GetString()!, error.GetProperty("type").GetString()!);
    }
}
