using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using CapacityRouting.Simulation;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Goodput.Rivals;

/// <summary>Another way to choose among models, to be held against ours. Each rival writes its rule once, for whole answers and streams alike.</summary>
/// <remarks>Not thread-safe: it lives in virtual time, on one thread. The clients are not its own.</remarks>
internal abstract class Rival : IChatClient
{
    protected Rival(RunContext context)
    {
        Routes = RivalRoute.All(context);
        Time = context.Clock.Time;
    }

    /// <summary>All models, the preferred one first.</summary>
    protected IReadOnlyList<RivalRoute> Routes { get; }

    protected TimeProvider Time { get; }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        RivalRequest request = new(messages, options);
        return SendAsync(request, (route, token) => AnswerAsync(route, request, token), cancellationToken);
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RivalRequest request = new(messages, options);
        RivalStream stream = await SendAsync(request, (route, token) => OpenAsync(route, request, token), cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            while (stream.HasCurrent)
            {
                yield return stream.Current;
                await MoveOnAsync(stream, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public virtual void Dispose()
    {
    }

    /// <summary>The rule: which models are tried, when, and which failure the caller sees in the end.</summary>
    protected abstract Task<TAnswer> SendAsync<TAnswer>(RivalRequest request, RivalAttempt<TAnswer> attempt, CancellationToken cancellationToken);

    /// <summary>An answer is complete, and these tokens were used.</summary>
    protected virtual void OnAnswered(RivalRoute route, long tokens)
    {
    }

    /// <summary>A stream failed after its first update. Failures before that are the rule's to see.</summary>
    protected virtual void OnBroken(RivalRoute route, Exception failure)
    {
    }

    /// <summary>One model after the other, until one succeeds; the last one's failure is the caller's.</summary>
    protected async Task<TAnswer> InOrderAsync<TAnswer>(Func<RivalRoute, Task<TAnswer>> send, CancellationToken cancellationToken)
    {
        ExceptionDispatchInfo? last = null;
        foreach (RivalRoute route in Routes)
        {
            try
            {
                return await send(route).ConfigureAwait(false);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                last = ExceptionDispatchInfo.Capture(failure);
            }
        }

        last?.Throw();
        throw new InvalidOperationException("There is no model.");
    }

    private async Task<ChatResponse> AnswerAsync(RivalRoute route, RivalRequest request, CancellationToken cancellationToken)
    {
        ChatResponse response = await route.Client.GetResponseAsync(request.Messages, request.Options, cancellationToken).ConfigureAwait(false);
        OnAnswered(route, response.Usage?.TotalTokenCount ?? 0);
        return response;
    }

    private async Task<RivalStream> OpenAsync(RivalRoute route, RivalRequest request, CancellationToken cancellationToken)
    {
        RivalStream stream = await RivalStream.OpenAsync(route, request, cancellationToken).ConfigureAwait(false);
        if (!stream.HasCurrent)
            OnAnswered(route, stream.Tokens);
        return stream;
    }

    private async ValueTask MoveOnAsync(RivalStream stream, CancellationToken cancellationToken)
    {
        try
        {
            if (!await stream.MoveNextAsync().ConfigureAwait(false))
                OnAnswered(stream.Route, stream.Tokens);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            OnBroken(stream.Route, failure);
            throw;
        }
    }
}
