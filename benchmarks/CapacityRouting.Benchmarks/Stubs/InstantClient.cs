using Microsoft.Extensions.AI;

namespace CapacityRouting.Benchmarks.Stubs;

/// <summary>A model that answers at once, so that what is measured is the router. Either every answer is new, or all are the same one.</summary>
internal sealed class InstantClient(bool sharedResponse = false) : IChatClient
{
    private readonly Task<ChatResponse>? _shared = sharedResponse ? Task.FromResult(NewResponse()) : null;

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        _shared ?? Task.FromResult(NewResponse());

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => new InstantStream();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    public static ChatResponse NewResponse() => new(new ChatMessage(ChatRole.Assistant, "Paris is the capital of France."))
    {
        FinishReason = ChatFinishReason.Stop,
        Usage = new() { InputTokenCount = Workload.UsedInputTokens, OutputTokenCount = Workload.UsedOutputTokens },
    };
}
