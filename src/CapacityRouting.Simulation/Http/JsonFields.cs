using System.Text.Json;

namespace CapacityRouting.Simulation.Http;

/// <summary>Reads the fields of a request's body. A null field counts as missing. A field of the wrong type throws a <see cref="FormatException"/>.</summary>
internal static class JsonFields
{
    public static string? Text(this JsonElement body, string name)
    {
        if (Field(body, name) is not { } field)
            return null;
        return field is { ValueKind: JsonValueKind.String } && field.GetString() is { Length: > 0 } text
            ? text
            : throw new FormatException($"{name}: expected a string that is not empty.");
    }

    public static bool Flag(this JsonElement body, string name) => Field(body, name)?.ValueKind switch
    {
        null or JsonValueKind.False => false,
        JsonValueKind.True => true,
        _ => throw new FormatException($"{name}: expected true or false."),
    };

    public static int? Count(this JsonElement body, string name)
    {
        if (Field(body, name) is not { } field)
            return null;
        return field.ValueKind == JsonValueKind.Number && field.TryGetInt32(out int number) && number > 0
            ? number
            : throw new FormatException($"{name}: expected a whole number above zero.");
    }

    /// <summary>The text of all messages. At least one message is required.</summary>
    public static PromptText Messages(this JsonElement body)
    {
        if (Field(body, "messages") is not { ValueKind: JsonValueKind.Array } messages || messages.GetArrayLength() == 0)
            throw new FormatException("messages: expected a list of at least one message.");
        PromptText prompt = new();
        foreach (JsonElement message in messages.EnumerateArray())
        {
            if (message.ValueKind != JsonValueKind.Object)
                throw new FormatException("messages: each of them has to be an object.");
            prompt.Add(message);
        }

        return prompt;
    }

    public static JsonElement? Field(this JsonElement body, string name)
    {
        if (body.ValueKind != JsonValueKind.Object)
            throw new FormatException("The body has to be an object.");
        return body.TryGetProperty(name, out JsonElement field) && field.ValueKind != JsonValueKind.Null ? field : null;
    }

    public static FormatException Missing(string name) => new($"{name}: missing.");
}
