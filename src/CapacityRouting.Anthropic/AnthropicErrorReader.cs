using System.Text.Json;
using Anthropic.Exceptions;

namespace CapacityRouting;

/// <summary>Reads the exceptions of the Anthropic SDK. They have no headers, and so no stated wait.</summary>
internal sealed class AnthropicErrorReader : IExceptionReader
{
    // A connection that failed is no response: the exception inside AnthropicIOException says what it was.
    public ObservedResponse? Read(Exception exception) => exception switch
    {
        AnthropicApiException refused => new((int)refused.StatusCode, headers: null, refused.ResponseBody),
        AnthropicSseException inStream => new(statusCode: null, headers: null, BodyOf(inStream)),
        _ => null,
    };

    /// <summary>The event as the service sent it; where that was no JSON, the message quotes it.</summary>
    private static string BodyOf(AnthropicSseException exception) =>
        exception.Body.ValueKind == JsonValueKind.Undefined ? exception.Message : exception.Body.GetRawText();
}
