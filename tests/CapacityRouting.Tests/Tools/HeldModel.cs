using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Tools;

/// <summary>A model client whose calls are under way until a test ends them, the first that began first, or their token is cancelled. It keeps no call that has ended.</summary>
internal sealed class HeldModel : IChatClient
{
    private readonly ConcurrentQueue<TaskCompletionSource<ChatResponse>> _calls = new();
    private int _begun;

    /// <summary>Runs as a call begins.</summary>
    public Action<IEnumerable<ChatMessage>> OnBegin { get; init; } = _ => { };

    /// <summary>How many calls have begun.</summary>
    public int Begun => Volatile.Read(ref _begun);

    /// <summary>Ends the call that has been under way longest; what that wakes goes on there and then.</summary>
    public void End(ChatResponse? answer = null) => Bare.Run(() => EndNext(call => call.TrySetResult(answer ?? TestClient.Says("ok"))));

    /// <summary>As <see cref="End"/>, with a failure.</summary>
    public void Fail(Exception failure) => Bare.Run(() => EndNext(call => call.TrySetException(failure)));

    /// <summary>Ends calls until none is under way.</summary>
    public void EndAll()
    {
        while (!_calls.IsEmpty)
            Bare.Run(() => TryEndNext(call => call.TrySetResult(TestClient.Says("ok"))));
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        TaskCompletionSource<ChatResponse> call = new();
        _calls.Enqueue(call);
        Interlocked.Increment(ref _begun);
        OnBegin(messages);
        return cancellationToken.CanBeCanceled ? Heeding(call, cancellationToken) : call.Task;
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ChatResponse response = await GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        foreach (ChatResponseUpdate update in response.ToChatResponseUpdates())
            yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private static async Task<ChatResponse> Heeding(TaskCompletionSource<ChatResponse> call, CancellationToken token)
    {
        using CancellationTokenRegistration registered = token.UnsafeRegister(static state => ((TaskCompletionSource<ChatResponse>)state!).TrySetCanceled(), call);
        return await call.Task.ConfigureAwait(false);
    }

    private void EndNext(Func<TaskCompletionSource<ChatResponse>, bool> end)
    {
        if (!TryEndNext(end))
            throw new InvalidOperationException("No call is under way.");
    }

    private bool TryEndNext(Func<TaskCompletionSource<ChatResponse>, bool> end)
    {
        while (_calls.TryDequeue(out TaskCompletionSource<ChatResponse>? next))
            if (end(next))
                return true;
        return false;
    }
}
