using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Rivals;

/// <summary>Microsoft's ordered failover: each model in order, the next one on any failure, and no memory from call to call.</summary>
/// <remarks>
/// Source: <c>OrderedFailoverChatClient</c> and <c>FailoverChatClient</c> of Microsoft.Extensions.AI (dotnet/extensions,
/// src/Libraries/Microsoft.Extensions.AI/ChatRouting, experimental in 2026; the latter read at commit 0abbfd1). Every exception moves on, a bad
/// request's too, unless the caller has cancelled. A stream can move on until its first update; an empty stream is a success. When all have failed,
/// the last failure is thrown. The limit of attempts is its default: none.
/// </remarks>
internal sealed class OrderedFailover(RunContext context) : Rival(context)
{
    protected override Task<TAnswer> SendAsync<TAnswer>(RivalRequest request, RivalAttempt<TAnswer> attempt, CancellationToken cancellationToken) =>
        InOrderAsync(route => attempt(route, cancellationToken), cancellationToken);
}
