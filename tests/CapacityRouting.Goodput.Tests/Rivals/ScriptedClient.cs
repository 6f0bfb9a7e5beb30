using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Goodput.Tests.Rivals;

/// <summary>A model that does as it is told, in virtual time, and has the stage write down every call.</summary>
internal sealed class ScriptedClient(string name, Stage stage) : IChatClient
{
    /// <summary>What the next calls fail with; null for one that succeeds. When it is at its end, <see cref="Always"/> decides.</summary>
    public Queue<Exception?> Next { get; set; } = new();

    /// <summary>What calls fail with; null when they succeed.</summary>
    public Exception? Always { get; set; }

    /// <summary>How long a call takes, whether it fails or not.</summary>
    public TimeSpan Duration { get; set; }

    /// <summary>Tokens of an answer, request included.</summary>
    public long Tokens { get; set; } = 10;

    /// <summary>What a stream breaks with after its first update; null when it does not.</summary>
    public Exception? BreaksWith { get; set; }

    /// <summary>Whether its streams end before they have an update.</summary>
    public bool IsEmpty { get; set; }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        await ReplyAsync(cancellationToken);
        return new(new ChatMessage(ChatRole.Assistant, name)) { Usage = new() { TotalTokenCount = Tokens } };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await ReplyAsync(cancellationToken);
        if (IsEmpty)
            yield break;
        yield return new(ChatRole.Assistant, name);
        await Task.Delay(Duration, stage.Time, cancellationToken);
        if (BreaksWith is not null)
            throw BreaksWith;
        yield return new(ChatRole.Assistant, [new UsageContent(new() { TotalTokenCount = Tokens })]);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() => throw new InvalidOperationException("A rival does not own its clients.");

    private async Task ReplyAsync(CancellationToken cancellationToken)
    {
        stage.Note(name);
        Exception? failure = Next.TryDequeue(out Exception? next) ? next : Always;
        if (Duration > TimeSpan.Zero)
            await Task.Delay(Duration, stage.Time, cancellationToken);
        if (failure is not null)
            throw failure;
    }
}
