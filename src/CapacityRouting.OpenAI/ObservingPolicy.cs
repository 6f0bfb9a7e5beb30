using System.ClientModel.Primitives;

namespace CapacityRouting;

/// <summary>Notes what goes over the wire for the attempt that is under way, if there is one.</summary>
internal sealed class ObservingPolicy : PipelinePolicy
{
    public ObservingPolicy() => AttemptObservation.Enable();

    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        AttemptObservation? attempt = AttemptObservation.Current;
        attempt?.Sending(this);
        try
        {
            Exchange(attempt, message, pipeline, currentIndex);
        }
        catch
        {
            attempt?.Failed();
            throw;
        }
    }

    public override async ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        AttemptObservation? attempt = AttemptObservation.Current;
        attempt?.Sending(this);
        try
        {
            await ExchangeAsync(attempt, message, pipeline, currentIndex).ConfigureAwait(false);
        }
        catch
        {
            attempt?.Failed();
            throw;
        }
    }

    private static void Exchange(AttemptObservation? attempt, PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        ObservedResponse? before = attempt?.Response;
        ProcessNext(message, pipeline, currentIndex);
        if (!IsNews(attempt, before) || message.Response is not { } response)
            return;
        if (IsWhole(message))
            attempt!.Received(Read(response, response.BufferContent(message.CancellationToken)));
        else
            Watch(attempt!, response);
    }

    private static async ValueTask ExchangeAsync(AttemptObservation? attempt, PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        ObservedResponse? before = attempt?.Response;
        await ProcessNextAsync(message, pipeline, currentIndex).ConfigureAwait(false);
        if (!IsNews(attempt, before) || message.Response is not { } response)
            return;
        if (IsWhole(message))
            attempt!.Received(Read(response, await response.BufferContentAsync(message.CancellationToken).ConfigureAwait(false)));
        else
            Watch(attempt!, response);
    }

    /// <summary>An observer closer to the network has noted the response already, and has seen more of it.</summary>
    private static bool IsNews(AttemptObservation? attempt, ObservedResponse? before) =>
        attempt is not null && ReferenceEquals(attempt.Response, before);

    /// <summary>A streamed body belongs to its reader. An error is buffered even then, as the SDK is about to do itself.</summary>
    private static bool IsWhole(PipelineMessage message) => message.BufferResponse || message.Response!.IsError;

    private static void Watch(AttemptObservation attempt, PipelineResponse response) =>
        response.ContentStream = attempt.Answering(response.Status, response.Headers, response.ContentStream ?? Stream.Null);

    private static ObservedResponse Read(PipelineResponse response, BinaryData body) =>
        new(response.Status, response.Headers, response.IsError || MayCarryError(body) ? body.ToString() : null);

    /// <summary>Some gateways say 200 and then give an error: only then is it worth making a text of an answer.</summary>
    private static bool MayCarryError(BinaryData body) => body.ToMemory().Span.IndexOf("\"error\""u8) >= 0;
}
