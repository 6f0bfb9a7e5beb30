using Azure.Core;
using Azure.Core.Pipeline;

namespace CapacityRouting;

/// <summary>Notes what goes over the wire for the attempt that is under way, if there is one.</summary>
internal sealed class ObservingPolicy : HttpPipelinePolicy
{
    public ObservingPolicy() => AttemptObservation.Enable();

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        AttemptObservation? attempt = AttemptObservation.Current;
        attempt?.Sending(this);
        ObservedResponse? before = attempt?.Response;
        try
        {
            ProcessNext(message, pipeline);
        }
        catch
        {
            attempt?.Failed();
            throw;
        }

        Note(attempt, before, message);
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        AttemptObservation? attempt = AttemptObservation.Current;
        attempt?.Sending(this);
        ObservedResponse? before = attempt?.Response;
        try
        {
            await ProcessNextAsync(message, pipeline).ConfigureAwait(false);
        }
        catch
        {
            attempt?.Failed();
            throw;
        }

        Note(attempt, before, message);
    }

    /// <summary>An observer closer to the network has noted the response already, and has seen more of it.</summary>
    private static void Note(AttemptObservation? attempt, ObservedResponse? before, HttpMessage message)
    {
        if (attempt is not null && ReferenceEquals(attempt.Response, before) && message.HasResponse)
            attempt.Received(message.Response.Observe()!);
    }
}
