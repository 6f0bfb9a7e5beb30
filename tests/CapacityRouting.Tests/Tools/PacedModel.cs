using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Tools;

/// <summary>A model client whose first content, or whole response, takes a time that the test says of each call.</summary>
/// <param name="time">The test's clock.</param>
/// <param name="text">The answer.</param>
/// <param name="takes">The time of each call, by its number from 0.</param>
internal sealed class PacedModel(TimeProvider time, string text, Func<int, TimeSpan> takes) : IChatClient
{
    /// <summary>The calls so far.</summary>
    public int Calls { get; private set; }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        await WaitAsync(cancellationToken).ConfigureAwait(false);
        return TestClient.Says(text);
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await WaitAsync(cancellationToken).ConfigureAwait(false);
        yield return Updates.Text(text);
        yield return Updates.Finish();
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private Task WaitAsync(CancellationToken token) => Task.Delay(takes(Calls++), time, token);
}
