using Microsoft.Extensions.AI;

namespace CapacityRouting.Queue.Models;

/// <summary>A model behind a semaphore: the least that keeps to a number of calls under way.</summary>
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
