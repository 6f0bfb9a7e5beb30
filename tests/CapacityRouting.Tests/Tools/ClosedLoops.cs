using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Tools;

/// <summary>Callers each of which asks again as soon as it has its answer, until they are told to stop.</summary>
internal sealed class ClosedLoops
{
    private readonly List<Task> _loops = [];
    private bool _isOver;

    /// <summary>What was thrown in a loop, which ends it.</summary>
    public IEnumerable<Exception> Faults => _loops.Where(loop => loop.IsFaulted).Select(loop => loop.Exception!.InnerException!);

    /// <summary>Begins so many callers; each answer is told while they run.</summary>
    public void Begin(int callers, Func<Task<ChatResponse>> ask, Action<ChatResponse> served) => Bare.Run(() =>
    {
        for (int i = 0; i < callers; i++)
            _loops.Add(LoopAsync(ask, served));
    });

    /// <summary>No caller asks again, and no answer is counted any more.</summary>
    public void Stop() => _isOver = true;

    private async Task LoopAsync(Func<Task<ChatResponse>> ask, Action<ChatResponse> served)
    {
        while (!_isOver)
        {
            ChatResponse answer = await ask().ConfigureAwait(false);
            if (!_isOver)
                served(answer);
        }
    }
}
