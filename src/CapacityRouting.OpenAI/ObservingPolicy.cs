using System.ClientModel;
using System.ClientModel.Primitives;

namespace CapacityRouting;

/// <summary>Notes what goes over the wire for the attempt that is under way, if there is one.</summary>
internal sealed class ObservingPolicy : PipelinePolicy
{
    public ObservingPolicy() => AttemptObservation.Enable();

    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        if (ObservedExchange.Begin(this, message.Request.Uri) is not { } exchange)
        {
            ProcessNext(message, pipeline, currentIndex);
            return;
        }

        if (exchange.FitsBody && message.Request.Content is { } content)
            Fit(message.Request, content, exchange, message.CancellationToken);
        bool isBuffered = HeadFirst(message);
        try
        {
            ProcessNext(message, pipeline, currentIndex);
        }
        catch
        {
            exchange.Failed();
            throw;
        }
        finally
        {
            message.BufferResponse = isBuffered;
        }

        if (message.Response is not { ContentStream: { } body } response)
            return;
        response.ContentStream = exchange.Received(response.Status, response.Headers, body);
        if (isBuffered)
            response.BufferContent(message.CancellationToken);
    }

    public override async ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        if (ObservedExchange.Begin(this, message.Request.Uri) is not { } exchange)
        {
            await ProcessNextAsync(message, pipeline, currentIndex).ConfigureAwait(false);
            return;
        }

        if (exchange.FitsBody && message.Request.Content is { } content)
            await FitAsync(message.Request, content, exchange, message.CancellationToken).ConfigureAwait(false);
        bool isBuffered = HeadFirst(message);
        try
        {
            await ProcessNextAsync(message, pipeline, currentIndex).ConfigureAwait(false);
        }
        catch
        {
            exchange.Failed();
            throw;
        }
        finally
        {
            message.BufferResponse = isBuffered;
        }

        if (message.Response is not { ContentStream: { } body } response)
            return;
        response.ContentStream = await exchange.ReceivedAsync(response.Status, response.Headers, body, message.CancellationToken).ConfigureAwait(false);
        if (isBuffered)
            await response.BufferContentAsync(message.CancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes the body follow the rule of the provider, which the SDK does not know.</summary>
    private static void Fit(PipelineRequest request, BinaryContent content, ObservedExchange exchange, CancellationToken cancellationToken)
    {
        using MemoryStream body = new();
        content.WriteTo(body, cancellationToken);
        Put(request, exchange.Fitted(body.ToArray()));
    }

    private static async ValueTask FitAsync(PipelineRequest request, BinaryContent content, ObservedExchange exchange, CancellationToken cancellationToken)
    {
        using MemoryStream body = new();
        await content.WriteToAsync(body, cancellationToken).ConfigureAwait(false);
        Put(request, exchange.Fitted(body.ToArray()));
    }

    private static void Put(PipelineRequest request, byte[]? fitted)
    {
        if (fitted is not null)
            request.Content = BinaryContent.Create(new BinaryData(fitted));
    }

    /// <summary>Lets the transport hand over the status and the headers before the body: a body that stalls must not hide them. The policy buffers in its place.</summary>
    /// <returns>Whether the response is to be buffered.</returns>
    private static bool HeadFirst(PipelineMessage message)
    {
        bool isBuffered = message.BufferResponse;
        message.BufferResponse = false;
        return isBuffered;
    }
}
