using CapacityRouting.Goodput.Rivals;
using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Running;

/// <summary>
/// The reference for stated waits: the first model whose last stated wait is over is asked, a refused call goes on at once, and a call waits for the earliest model when all of them are to be
/// waited for. It believes nothing of rates, so that nothing but the stated waits costs it calls.
/// </summary>
internal sealed class ObedientRouter : Rival
{
    private readonly TimeSpan[] _waitUntil;
    private readonly TimeSpan _patience;
    private readonly RunClock _clock;

    public ObedientRouter(RunContext context)
        : base(context)
    {
        _waitUntil = new TimeSpan[Routes.Count];
        _patience = context.Patience;
        _clock = context.Clock;
    }

    protected override async Task<TAnswer> SendAsync<TAnswer>(RivalRequest request, RivalAttempt<TAnswer> attempt, CancellationToken cancellationToken)
    {
        TimeSpan until = _clock.Elapsed + _patience;
        while (true)
        {
            RivalRoute route = Routes.MinBy(Free)!;
            if (Free(route) > until)
                throw NothingAvailableException.ForNow();
            if (Free(route) is var free && free > _clock.Elapsed)
            {
                await _clock.UntilAsync(free, cancellationToken).ConfigureAwait(false);
                continue;
            }

            try
            {
                return await attempt(route, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (ProviderReply.RetryAfter(failure, Time) is { } stated)
            {
                _waitUntil[route.Index] = _clock.Elapsed + stated;
            }
        }
    }

    /// <summary>Now, or when the stated wait is over: of several that are free, the first in order is the least.</summary>
    private TimeSpan Free(RivalRoute route) => _waitUntil[route.Index] > _clock.Elapsed ? _waitUntil[route.Index] : TimeSpan.Zero;
}
