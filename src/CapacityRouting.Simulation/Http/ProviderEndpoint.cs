using System.Text.Json;
using CapacityRouting.Simulation.Providers;
using CapacityRouting.Simulation.Wire;
using Microsoft.AspNetCore.Http;

namespace CapacityRouting.Simulation.Http;

/// <summary>The handling of one HTTP request at a provider: it is not understood, refused, or answered.</summary>
internal sealed class ProviderEndpoint(SimulatedProvider provider, IWireProtocol protocol)
{
    public async Task HandleAsync(HttpContext http)
    {
        try
        {
            if (await ReadAsync(http).ConfigureAwait(false) is { } request)
                await ReceiveAsync(http, request).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client went away, and no response can reach it.
        }
    }

    /// <summary>Reads the request. Null when it is malformed; the client has then received an error.</summary>
    private async Task<WireRequest?> ReadAsync(HttpContext http)
    {
        string problem;
        try
        {
            using JsonDocument body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted).ConfigureAwait(false);
            return protocol.Read(body.RootElement, http.Request.RouteValues[WireProtocol.Deployment] as string);
        }
        catch (FormatException thrown)
        {
            problem = thrown.Message;
        }
        catch (Exception thrown) when (thrown is JsonException or InvalidOperationException)
        {
            // An InvalidOperationException means a text with half of a surrogate pair.
            problem = $"The body is not valid JSON: {thrown.Message}";
        }

        await new HttpReply(http).SendAsync(StatusCodes.Status400BadRequest, protocol.Malformed(problem)).ConfigureAwait(false);
        return null;
    }

    private async Task ReceiveAsync(HttpContext http, WireRequest request)
    {
        Random random = provider.NextRandom();
        using Reception reception = provider.Receive(request.Understood(random), random);
        HttpReply reply = new(http);
        reply.Head(reception.Headers);
        if (reception.Error is { } error)
        {
            await Task.Delay(provider.Settings.Latency.Refusal, provider.Clock.Time, http.RequestAborted).ConfigureAwait(false);
            if (error == ErrorReply.Reset)
                reply.Abort();
            else
                await reply.SendAsync(error).ConfigureAwait(false);
            return;
        }

        WireAnswer answer = new(reception, request.Model, provider.Clock.Time.GetUtcNow().ToUnixTimeSeconds());
        await new AnswerWriter(provider, protocol, answer, reply).WriteAsync(request.IsStream, http.RequestAborted).ConfigureAwait(false);
    }
}
