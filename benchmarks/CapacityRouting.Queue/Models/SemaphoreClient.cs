using Microsoft.Extensions.AI;

namespace CapacityRouting.Queue.Models;

/// <summary>The plain way to keep to a number of calls under way, which knows nothing else: a model behind a semaphore.</summary>
internal sealed class SemaphoreClient(IChatClient model, int slots) : DelegatingChatClient(model)
{
    private readonly SemaphoreSlim _slots = new(slots);

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            return await base.GetResponseAsync(messages, options, cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }
}
