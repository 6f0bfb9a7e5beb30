using Azure;

namespace CapacityRouting;

/// <summary>A response of Azure.Core in the router's words.</summary>
internal static class AzureResponse
{
    public static ObservedResponse? Observe(this Response? response) => response is null
        ? null
        : new(response.Status, response.Headers.Select(header => KeyValuePair.Create(header.Name, header.Value)), BodyOf(response));

    /// <summary>The body of an error, or of an answer that may carry one, where the pipeline has it in memory. A stream is left whole for its reader.</summary>
    private static string? BodyOf(Response response)
    {
        try
        {
            BinaryData? body = response.ContentStream is MemoryStream ? response.Content : null;
            return response.IsError || MayCarryError(body) ? body?.ToString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Some gateways say 200 and then give an error.</summary>
    private static bool MayCarryError(BinaryData? body) => body is not null && body.ToMemory().Span.IndexOf("\"error\""u8) >= 0;
}
