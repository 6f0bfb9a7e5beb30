using Microsoft.Extensions.AI;

namespace CapacityRouting.ScriptedProvider;

/// <summary>A client without an SDK: it keeps what comes out of an HttpClient, byte for byte, errors too.</summary>
internal sealed class BytesClient(HttpClient http, Uri address) : IChatClient
{
    public byte[] Bytes { get; private set; } = [];

    /// <summary>The body's headers, as they were before it was read.</summary>
    public string? ContentType { get; private set; }

    public long? ContentLength { get; private set; }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using HttpResponseMessage response = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        ContentType = response.Content.Headers.ContentType?.ToString();
        ContentLength = response.Content.Headers.ContentLength;
        Bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return new(new ChatMessage(ChatRole.Assistant, "read"));
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Bytes are read in one piece.");

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() => http.Dispose();
}
