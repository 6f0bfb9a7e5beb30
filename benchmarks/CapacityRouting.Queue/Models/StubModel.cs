using System.Runtime.CompilerServices;
using CapacityRouting.Simulation;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Queue.Models;

/// <summary>A model client that answers with one function.</summary>
internal sealed class StubModel(Func<IEnumerable<ChatMessage>, Task<ChatResponse>> answer) : IChatClient
{
    /// <summary>Answers at once.</summary>
    public static StubModel Instant() => new(static _ => Task.FromResult(Says()));

    /// <summary>Answers at once with one response that all calls share, so that it allocates nothing itself.</summary>
    public static StubModel Shared()
    {
        Task<ChatResponse> shared = Task.FromResult(Says());
        return new(_ => shared);
    }

    /// <summary>Never answers.</summary>
    public static StubModel Silent() => new(static _ => new TaskCompletionSource<ChatResponse>().Task);

    /// <summary>Takes one time in real time for every call.</summary>
    public static StubModel Taking(TimeSpan duration) => new(async _ =>
    {
        await Task.Delay(duration, TimeProvider.System);
        return Says();
    });

    /// <summary>Answers by the script of each call, in virtual time.</summary>
    public static StubModel Scripted(TimeProvider time) => new(async messages =>
    {
        CallScript script = CallScript.Of(messages);
        await InlineDelay.For(script.Duration, time, CancellationToken.None);
        return script.ToResponse();
    });

    public static ChatResponse Says() => new(new ChatMessage(ChatRole.Assistant, "ok")) { FinishReason = ChatFinishReason.Stop };

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        answer(messages);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ChatResponse response = await answer(messages);
        foreach (ChatResponseUpdate update in response.ToChatResponseUpdates())
            yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
