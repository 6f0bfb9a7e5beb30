using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Tools;

/// <summary>A model client whose every answer is the test's own, and which remembers what it was asked.</summary>
internal sealed class TestClient : IChatClient
{
    private int _calls;
    private int _disposals;

    /// <summary>Answers a whole response. Default: one that says "ok".</summary>
    public Func<IEnumerable<ChatMessage>, ChatOptions?, CancellationToken, Task<ChatResponse>> OnResponse { get; init; } =
        (_, _, _) => Task.FromResult(Says("ok"));

    /// <summary>Answers a stream. Default: what <see cref="OnResponse"/> answers, as updates.</summary>
    public Func<IEnumerable<ChatMessage>, ChatOptions?, CancellationToken, IAsyncEnumerable<ChatResponseUpdate>>? OnStream { get; init; }

    public Func<Type, object?, object?> OnGetService { get; init; } = (_, _) => null;

    public int Calls => Volatile.Read(ref _calls);

    public int Disposals => Volatile.Read(ref _disposals);

    public List<ChatOptions?> Options { get; } = [];

    public List<IReadOnlyList<ChatMessage>> Messages { get; } = [];

    public CancellationToken LastToken { get; private set; }

    public static ChatResponse Says(string text) =>
        new(new ChatMessage(ChatRole.Assistant, text)) { FinishReason = ChatFinishReason.Stop };

    public static TestClient Saying(string text) => new() { OnResponse = (_, _, _) => Task.FromResult(Says(text)) };

    /// <summary>Fails every call with an exception of its own, as an asynchronous failure.</summary>
    public static TestClient Failing(Func<Exception> exception) => new() { OnResponse = (_, _, _) => Task.FromException<ChatResponse>(exception()) };

    public static TestClient Failing(int status, string? retryAfter = null) => Failing(() => Http(status, retryAfter));

    public static TestClient Streaming(params string[] texts) => new() { OnStream = (_, _, token) => Stream(texts, token) };

    public static HttpRequestException Http(int status, string? retryAfter = null)
    {
        HttpRequestException exception = new($"status {status}", inner: null, (System.Net.HttpStatusCode)status);
        if (retryAfter is not null)
            exception.Data["Retry-After"] = retryAfter;
        return exception;
    }

    public static async IAsyncEnumerable<ChatResponseUpdate> Stream(IEnumerable<string> texts, [EnumeratorCancellation] CancellationToken token = default)
    {
        foreach (string text in texts)
        {
            await Task.Yield();
            token.ThrowIfCancellationRequested();
            yield return new(ChatRole.Assistant, text);
        }

        yield return new(ChatRole.Assistant, []) { FinishReason = ChatFinishReason.Stop };
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Remember(messages, options, cancellationToken);
        return OnResponse(messages, options, cancellationToken);
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Remember(messages, options, cancellationToken);
        return OnStream is { } stream ? stream(messages, options, cancellationToken) : StreamOfResponseAsync(messages, options, cancellationToken);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => OnGetService(serviceType, serviceKey);

    public void Dispose() => Interlocked.Increment(ref _disposals);

    private async IAsyncEnumerable<ChatResponseUpdate> StreamOfResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken token)
    {
        ChatResponse response = await OnResponse(messages, options, token);
        foreach (ChatResponseUpdate update in response.ToChatResponseUpdates())
            yield return update;
    }

    private void Remember(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken token)
    {
        Interlocked.Increment(ref _calls);
        lock (Options)
        {
            Options.Add(options);
            Messages.Add([.. messages]);
            LastToken = token;
        }
    }
}
