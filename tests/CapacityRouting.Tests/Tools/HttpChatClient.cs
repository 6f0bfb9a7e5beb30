using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Tools;

/// <summary>
/// A model client as an SDK might be: it calls over HTTP, throws without a word of the body on an error status, and repeats a failed
/// request as often as it is told. Its answer is the body; of a stream, each line of it.
/// </summary>
internal sealed class HttpChatClient(HttpMessageHandler handler, int retries = 0) : IChatClient
{
    private static readonly Uri Anywhere = new("http://model.test/");

    private readonly HttpClient _http = new(handler);

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using HttpResponseMessage response = await SendAsync(cancellationToken);
        string body = await response.Content.ReadAsStringAsync(cancellationToken);
        return body.Length == 0 || body.StartsWith('{') ? new ChatResponse() : TestClient.Says(body);
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using HttpResponseMessage response = await SendAsync(cancellationToken);
        using StreamReader reader = new(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
            if (line.Length > 0 && !line.StartsWith("data: {", StringComparison.Ordinal))
                yield return Updates.Text(line);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(CancellationToken token)
    {
        for (int tried = 0; ; tried++)
        {
            HttpResponseMessage response = await _http.GetAsync(Anywhere, HttpCompletionOption.ResponseHeadersRead, token);
            if (response.IsSuccessStatusCode)
                return response;
            if (tried >= retries)
                throw new HttpRequestException("The call failed.", inner: null, response.StatusCode);
            response.Dispose();
        }
    }
}
