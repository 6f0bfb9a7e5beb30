using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests;

/// <summary>A chat client as SDKs over Azure.Core are built: a pipeline, a response that may be an error, an exception made of it.</summary>
internal sealed class PipelineChatClient(Uri endpoint, ClientOptions options) : IChatClient
{
    private const string EventStart = "data: ";
    private const string LastEvent = "data: [DONE]";

    private readonly HttpPipeline _pipeline = HttpPipelineBuilder.Build(options);

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using HttpMessage message = await SendAsync(messages, buffered: true, cancellationToken);
        using JsonDocument body = JsonDocument.Parse(message.Response.Content);
        string text = body.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
        return new(new ChatMessage(ChatRole.Assistant, text)) { FinishReason = ChatFinishReason.Stop };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using HttpMessage message = await SendAsync(messages, buffered: false, cancellationToken);
        using StreamReader lines = new(message.Response.ContentStream!);
        while (await lines.ReadLineAsync(cancellationToken) is { } line && line != LastEvent)
            if (line.StartsWith(EventStart, StringComparison.Ordinal))
                yield return Update(line[EventStart.Length..]);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("azure.ai.inference", endpoint) : null;

    public void Dispose()
    {
        // The pipeline is shared and owns nothing.
    }

    private static ChatResponseUpdate Update(string data)
    {
        using JsonDocument chunk = JsonDocument.Parse(data);
        JsonElement choice = chunk.RootElement.GetProperty("choices")[0];
        string? text = choice.GetProperty("delta").TryGetProperty("content", out JsonElement content) ? content.GetString() : null;
        bool ends = choice.GetProperty("finish_reason").ValueKind == JsonValueKind.String;
        return new(ChatRole.Assistant, text) { FinishReason = ends ? ChatFinishReason.Stop : null };
    }

    private async Task<HttpMessage> SendAsync(IEnumerable<ChatMessage> messages, bool buffered, CancellationToken token)
    {
        HttpMessage message = _pipeline.CreateMessage();
        message.BufferResponse = buffered;
        message.Request.Method = RequestMethod.Post;
        message.Request.Uri.Reset(new(endpoint, "/chat/completions"));
        message.Request.Content = RequestContent.Create(BinaryData.FromString(string.Concat(messages.Select(each => each.Text))));
        await _pipeline.SendAsync(message, token);
        return message.Response.IsError ? throw new RequestFailedException(message.Response) : message;
    }
}
