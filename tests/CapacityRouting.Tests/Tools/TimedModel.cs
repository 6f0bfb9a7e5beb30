using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Tools;

/// <summary>A model client whose answers take some time of the test's clock and report the tokens that the test says.</summary>
/// <param name="time">The test's clock.</param>
/// <param name="takes">How long an answer takes; zero answers at once.</param>
internal sealed class TimedModel(TimeProvider time, TimeSpan takes) : IChatClient
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    /// <summary>How many tokens a call reads and writes. Default: none is reported.</summary>
    public Func<ChatOptions?, (int Input, int Output)>? Usage { get; init; }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _calls);
        if (takes > TimeSpan.Zero)
            await Task.Delay(takes, time, cancellationToken).ConfigureAwait(false);
        ChatResponse response = TestClient.Says("ok");
        if (Usage?.Invoke(options) is var (input, output))
            response.Usage = new() { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output };
        return response;
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
}
