using System.Runtime.CompilerServices;
using CapacityRouting.Attempts;
using CapacityRouting.Continuations;
using CapacityRouting.Routing;
using Microsoft.Extensions.AI;

namespace CapacityRouting;

/// <summary>
/// The answer as the caller reads it: the updates of the route that committed, and, where the policy allows it, those of the next route after one has
/// broken off. While updates are there at once it takes them without a task, a lock, a look at the clock, or an allocation.
/// </summary>
/// <remarks>For one reader, as every enumerator. One that is left behind without being disposed gives back what it holds when it is collected.</remarks>
internal sealed class AnswerStream : IAsyncEnumerator<ChatResponseUpdate>
{
    private enum Phase
    {
        New,
        Opening,
        Flowing,
        Ended,
    }

    private readonly CapacityAwareChatClient _client;
    private readonly IEnumerable<ChatMessage> _messages;
    private readonly ChatOptions? _options;
    private readonly CancellationTokenSource? _linked;
    private readonly CancellationToken _token;
    private readonly RoutingReport _report = new();
    private readonly ReceivedText _received = new();
    private RoutedStream? _part;
    private Abandonment? _abandonment;
    private Phase _phase;

    public AnswerStream(CapacityAwareChatClient client, IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken ofCall, CancellationToken ofEnumerator)
    {
        (_client, _messages, _options) = (client, messages, options);
        if (ofCall.CanBeCanceled && ofEnumerator.CanBeCanceled && ofCall != ofEnumerator)
            _linked = CancellationTokenSource.CreateLinkedTokenSource(ofCall, ofEnumerator);
        _token = _linked?.Token ?? (ofCall.CanBeCanceled ? ofCall : ofEnumerator);
    }

    public ChatResponseUpdate Current { get; private set; } = null!;

    public ValueTask<bool> MoveNextAsync()
    {
        if (_phase != Phase.Flowing)
            return BeginAsync();
        ValueTask<StreamStep> step = _part!.NextAsync();
        if (!step.IsCompletedSuccessfully)
            return GoOnAsync(known: null, step);
        StreamMove move = _part.Take(step.Result);
        return move == StreamMove.Update && Delivers(_part.Current) ? new(true) : GoOnAsync(move, step: default);
    }

    public ValueTask DisposeAsync()
    {
        Phase phase = _phase;
        End();
        return phase == Phase.Flowing ? _part!.DisposeAsync() : default;
    }

    private async ValueTask<bool> BeginAsync()
    {
        if (_phase != Phase.New)
            return _phase == Phase.Ended ? false : throw new InvalidOperationException("The stream was moved on before its first step had ended.");
        _phase = Phase.Opening;
        try
        {
            _client.ThrowIfDisposed();
            Router router = _client.Router;
            _part = await router.Loop.RunAsync(StreamAttempt.Run, router.DemandOf(_messages, _options), _report, _token).ConfigureAwait(false);
        }
        catch (Exception thrown) when (Marks(thrown))
        {
            throw;
        }

        _phase = Phase.Flowing;
        _abandonment = new(_part);
        return await MoveNextAsync().ConfigureAwait(false);
    }

    /// <summary>Steps on until there is an update for the caller, or none will come.</summary>
    /// <param name="known">What the last step came to; null when it is under way.</param>
    /// <param name="step">The step that is under way.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> GoOnAsync(StreamMove? known, ValueTask<StreamStep> step)
    {
        StreamMove move = known ?? _part!.Take(await step.ConfigureAwait(false));
        while (move != StreamMove.Update || !Delivers(_part!.Current))
        {
            if (move > StreamMove.Skipped && !await ConcludeAsync(move).ConfigureAwait(false))
                return false;
            move = _part!.Take(await _part.NextAsync().ConfigureAwait(false));
        }

        return true;
    }

    /// <returns>Whether the answer goes on.</returns>
    private async ValueTask<bool> ConcludeAsync(StreamMove move)
    {
        RoutedStream part = _part!;
        await part.DisposeAsync().ConfigureAwait(false);
        Exception? thrown = move switch
        {
            StreamMove.Cancelled => new OperationCanceledException(_token),
            StreamMove.Broken => new StreamInterruptedException(part.Route.Name, _received.ToString(), part.Failure!, part.Token),
            _ => null,
        };
        if (thrown is null)
        {
            End();
            return false;
        }

        _ = Marks(thrown);
        throw thrown;
    }

    private bool Delivers(ChatResponseUpdate update)
    {
        Current = update;
        if (_part!.Text is { } only)
        {
            _received.Append(only);
            return true;
        }

        IList<AIContent> contents = update.Contents;
        for (int i = 0; i < contents.Count; i++)
            if (contents[i] is TextContent text)
                _received.Append(text.Text);
        return true;
    }

    /// <summary>Marks an exception on its way up; as a filter nothing is caught and thrown again.</summary>
    private bool Marks(Exception thrown)
    {
        _report.Attach(thrown);
        End();
        return false;
    }

    private void End()
    {
        _phase = Phase.Ended;
        _abandonment?.Dispose();
        _linked?.Dispose();
        _received.Dispose();
    }
}
