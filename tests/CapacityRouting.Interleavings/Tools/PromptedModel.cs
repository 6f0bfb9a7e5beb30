using Microsoft.Extensions.AI;

namespace CapacityRouting.Interleavings.Tools;

/// <summary>A model that answers a call when it is told to, on the program that tells it.</summary>
internal sealed class PromptedModel : IChatClient
{
    private readonly List<TaskCompletionSource<ChatResponse>> _calls = [];

    /// <summary>How many calls have arrived.</summary>
    public int Calls => _calls.Count;

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        TaskCompletionSource<ChatResponse> call = new();
        _calls.Add(call);
        cancellationToken.Register(() => call.TrySetCanceled(cancellationToken));
        return call.Task;
    }

    public void Answer(int call) => _calls[call].TrySetResult(new(new ChatMessage(ChatRole.Assistant, "Hello")));

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
