using System.Text.Json;
using Azure;
using Azure.Core;

namespace CapacityRouting;

/// <summary>Reads the exception of Azure.Core.</summary>
internal sealed class RequestFailedReader : IExceptionReader
{
    // Without a status no response came: then the exception inside this one says what failed.
    public ObservedResponse? Read(Exception exception) =>
        exception is RequestFailedException { Status: > 0 } failed
            ? failed.GetRawResponse().Observe() ?? new(failed.Status, headers: null, BodyOf(failed.ErrorCode))
            : null;

    /// <summary>An exception that was made without a response has the code alone; here it is as a body would say it.</summary>
    private static string? BodyOf(string? code) =>
        code is null ? null : $$$"""{"error":{"code":"{{{JsonEncodedText.Encode(code)}}}"}}""";
}
