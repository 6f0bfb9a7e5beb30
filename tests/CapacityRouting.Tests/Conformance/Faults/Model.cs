using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance.Faults;

/// <summary>A model that answers with its name, unless a scenario has set what its next calls do.</summary>
internal sealed class Model(string name) : IChatClient
{
    private readonly Queue<Func<CancellationToken, Task<string?>>> _next = new();

    /// <summary>Requests that it was sent, without those that only ask for the rest of an answer.</summary>
    public int Sent { get; private set; }

    /// <summary>Streams that were opened and not disposed.</summary>
    public int Open { get; private set; }

    public Model Next(Func<CancellationToken, Task<string?>> behaviour)
    {
        _next.Enqueue(behaviour);
        return this;
    }

    public void Forget() => _next.Clear();

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        string? text = await SaidAsync(options, cancellationToken).ConfigureAwait(false);
        return text == Behaviour.Begun
            ? new() { ContinuationToken = Behaviour.Token() }
            : new(new ChatMessage(ChatRole.Assistant, text!)) { FinishReason = ChatFinishReason.Stop, ConversationId = name, Usage = Behaviour.Usage() };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Open++;
        try
        {
            string? text = await SaidAsync(options, cancellationToken).ConfigureAwait(false);
            if (text == Behaviour.Begun)
            {
                yield return new(ChatRole.Assistant, []) { ContinuationToken = Behaviour.Token() };
                yield break;
            }

            foreach (string word in text!.Split(' '))
                yield return new(ChatRole.Assistant, word == Behaviour.Break ? throw new HttpRequestException("broken off") : word + ' ') { ConversationId = text.Contains(Behaviour.Break, StringComparison.Ordinal) ? null : name };
            yield return new(ChatRole.Assistant, [new UsageContent(Behaviour.Usage())]) { FinishReason = ChatFinishReason.Stop };
        }
        finally
        {
            Open--;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private Task<string?> SaidAsync(ChatOptions? options, CancellationToken cancellationToken)
    {
        if (options?.ContinuationToken is not null)
            return Task.FromResult<string?>($"{name} goes on");
        Sent++;
        return _next.TryDequeue(out Func<CancellationToken, Task<string?>>? behaviour) ? behaviour(cancellationToken) : Task.FromResult<string?>($"{name} has it");
    }
}
