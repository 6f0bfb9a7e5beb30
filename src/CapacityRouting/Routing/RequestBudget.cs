using CapacityRouting.Settings;
using CapacityRouting.Time;

namespace CapacityRouting.Routing;

/// <summary>The remaining patience and attempts of one request, the routes that have failed it, and those of them that it may ask again.</summary>
internal struct RequestBudget(long patience, long deadline, int attempts, long arrivedAt = 0, long number = 0)
{
    /// <summary>The most routes of a router: one bit for each.</summary>
    public const int MostRoutes = SettingRules.MostRoutes;

    private ulong _failed;
    private ulong _repeatable;
    private long _patience = patience;
    private int _attempts = attempts;
    private short _repeated;
    private bool _needsBackoff;
    private long _tooSmallWindow;

    public readonly long Deadline => deadline;

    /// <summary>When the request arrived.</summary>
    public readonly long ArrivedAt => arrivedAt;

    /// <summary>Its number among the requests in injected time, which may stand still between them.</summary>
    public readonly long Number => number;

    /// <summary>The latest start of a request that begins to wait now.</summary>
    public readonly long LatestStart(long now) => Math.Min(now + Math.Max(0, _patience), deadline);

    public readonly bool HasDeadline(long now) => deadline - now < Clock.Never / 2;

    /// <summary>
    /// When an attempt that begins now is given up. Half of the remaining time is kept for the remaining routes, so that the last one
    /// still has some.
    /// </summary>
    public readonly long AttemptEnd(long now, bool hasOther) => hasOther && MayTryAnother ? HalfTime(now) : deadline;

    /// <summary>The end of the first half of the remaining time.</summary>
    public readonly long HalfTime(long now) => now + ((deadline - now) / 2);

    /// <summary>Whether an attempt that begins now may be followed by another.</summary>
    public readonly bool MayTryAnother => _attempts > 1;

    /// <summary>How often it has asked a route again.</summary>
    public readonly int Repeated => _repeated;

    /// <summary>Whether a route that has failed it may be asked again.</summary>
    public readonly bool MayRepeat => _repeatable != 0;

    /// <summary>Whether one of those routes stated no wait, so that only a backoff keeps the request from it.</summary>
    public readonly bool NeedsBackoff => _needsBackoff;

    /// <summary>The budget after an answer has broken off. The deadline was for its start, so it no longer applies. No route is asked again for the rest.</summary>
    /// <param name="broken">The route whose answer broke off.</param>
    /// <param name="tooSmall">The largest window that the failure shows to be too small; 0 for none.</param>
    public readonly RequestBudget AfterCommit(Route broken, long tooSmall)
    {
        RequestBudget left = new(_patience, Clock.Never, _attempts, arrivedAt, number) { _failed = _failed, _tooSmallWindow = _tooSmallWindow, _repeated = short.MaxValue };
        left.Failed(broken, tooSmall);
        return left;
    }

    public readonly bool IsSpent(long now) => _attempts <= 0 || now >= deadline;

    public readonly bool HasFailed(Route route) => (_failed & (1UL << route.Index)) != 0;

    /// <summary>Whether the route's window is no larger than one that was too small for this request.</summary>
    public readonly bool IsTooSmall(Route route) => _tooSmallWindow > 0 && route.Window <= _tooSmallWindow;

    /// <summary>Excludes a route, in a copy that looks for another one.</summary>
    public void Skip(Route route) => _failed |= 1UL << route.Index;

    public void Waited(long ticks) => _patience -= ticks;

    /// <param name="route">The route that failed.</param>
    /// <param name="tooSmall">The largest window that the failure shows to be too small; 0 for none.</param>
    public void Failed(Route route, long tooSmall = 0)
    {
        _failed |= 1UL << route.Index;
        _attempts--;
        _tooSmallWindow = Math.Max(_tooSmallWindow, tooSmall);
    }

    /// <summary>Notes an attempt after which the request begins anew. The same route may take it.</summary>
    public void Restarted() => _attempts--;

    /// <summary>Notes that a route that has failed it may be asked again.</summary>
    /// <param name="route">The route.</param>
    /// <param name="afterStatedWait">Whether the route stated a wait, which its cooldown keeps.</param>
    public void MayAskAgain(Route route, bool afterStatedWait)
    {
        _repeatable |= 1UL << route.Index;
        _needsBackoff |= !afterStatedWait;
    }

    /// <summary>Opens the routes again that it may ask again. Each of them may take it once more.</summary>
    public void Reopen()
    {
        _failed &= ~_repeatable;
        (_repeatable, _needsBackoff) = (0, false);
        _repeated = (short)Math.Min(_repeated + 1, short.MaxValue);
    }
}
