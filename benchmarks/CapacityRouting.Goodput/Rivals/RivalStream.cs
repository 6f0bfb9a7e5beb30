using Microsoft.Extensions.AI;

namespace CapacityRouting.Goodput.Rivals;

/// <summary>A stream that one model has begun. It is the caller's from then on: what fails in it later is not tried elsewhere.</summary>
internal sealed class RivalStream : IAsyncDisposable
{
    private readonly IAsyncEnumerator<ChatResponseUpdate> _updates;

    private RivalStream(RivalRoute route, IAsyncEnumerator<ChatResponseUpdate> updates)
    {
        Route = route;
        _updates = updates;
    }

    public RivalRoute Route { get; }

    /// <summary>Whether it has an update. A stream may be empty.</summary>
    public bool HasCurrent { get; private set; }

    public ChatResponseUpdate Current => _updates.Current;

    /// <summary>Tokens of request and answer, as the stream has told so far.</summary>
    public long Tokens { get; private set; }

    public static async Task<RivalStream> OpenAsync(RivalRoute route, RivalRequest request, CancellationToken cancellationToken)
    {
        RivalStream stream = new(route, route.Client.GetStreamingResponseAsync(request.Messages, request.Options, cancellationToken).GetAsyncEnumerator(cancellationToken));
        try
        {
            await stream.MoveNextAsync().ConfigureAwait(false);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask<bool> MoveNextAsync()
    {
        HasCurrent = await _updates.MoveNextAsync().ConfigureAwait(false);
        if (HasCurrent)
            Tokens += Current.Contents.OfType<UsageContent>().Sum(usage => usage.Details.TotalTokenCount ?? 0);
        return HasCurrent;
    }

    public ValueTask DisposeAsync() => _updates.DisposeAsync();
}
