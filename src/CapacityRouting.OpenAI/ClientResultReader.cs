using System.ClientModel;
using System.ClientModel.Primitives;

namespace CapacityRouting;

/// <summary>Reads the exception of System.ClientModel, on which the OpenAI and the Azure OpenAI SDK stand.</summary>
internal sealed class ClientResultReader : IExceptionReader
{
    // Without a status no response came: then the exception inside this one says what failed.
    public ObservedResponse? Read(Exception exception) =>
        exception is ClientResultException { Status: > 0 } failed
            ? new(failed.Status, failed.GetRawResponse()?.Headers, BodyOf(failed.GetRawResponse()))
            : null;

    /// <summary>What is there without reading from the network: the SDKs buffer the bodies of errors.</summary>
    private static string? BodyOf(PipelineResponse? response)
    {
        try
        {
            return response?.Content.ToString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
