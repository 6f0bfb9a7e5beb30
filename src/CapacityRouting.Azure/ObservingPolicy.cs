using Azure.Core;
using Azure.Core.Pipeline;

namespace CapacityRouting;

/// <summary>Notes what goes over the wire for the attempt that is under way, if there is one.</summary>
internal sealed class ObservingPolicy : HttpPipelinePolicy
{
    public ObservingPolicy() => AttemptObservation.Enable();

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        ObservedExchange? exchange = ObservedExchange.Begin(this, message.Request.Uri.ToUri());
        try
        {
            ProcessNext(message, pipeline);
        }
        catch
        {
            exchange?.Failed();
            throw;
        }

        if (exchange is not null && message.HasResponse)
            exchange.Received(message.Response.Observe()!);
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        ObservedExchange? exchange = ObservedExchange.Begin(this, message.Request.Uri.ToUri());
        try
        {
            await ProcessNextAsync(message, pipeline).ConfigureAwait(false);
        }
        catch
        {
            exchange?.Failed();
            throw;
        }

        if (exchange is not null && message.HasResponse)
            exchange.Received(message.Response.Observe()!);
    }
}
