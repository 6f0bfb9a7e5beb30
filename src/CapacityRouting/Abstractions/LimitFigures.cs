namespace CapacityRouting.Abstractions;

/// <summary>The figures of one limit in a provider's prose: "Limit 30000, Used 29000, Requested 2000".</summary>
/// <param name="Limit">The units in the window; zero when there is no quota at all.</param>
/// <param name="Used">The units that count against it already.</param>
/// <param name="Requested">The units that the request was reckoned at.</param>
/// <param name="Dimension">What is counted, where unit and window are both stated and are ours.</param>
/// <param name="Window">The window, where it is stated and its length is known.</param>
internal readonly record struct LimitFigures(long Limit, long? Used, long? Requested, CapacityDimension? Dimension, TimeSpan? Window)
{
    /// <summary>Whether the request alone is larger than the limit: it can never pass.</summary>
    public bool ExceedsLimit => Requested > Limit;

    /// <summary>The units left; null where it is not said what was used.</summary>
    public long? Remaining => Used is { } used ? Math.Max(0, Limit - used) : null;

    /// <summary>How long a limiter that refills continuously takes until the request fits; null where a figure is missing.</summary>
    public TimeSpan? Wait
    {
        get
        {
            if (ExceedsLimit || Limit == 0 || (Int128?)Used + Requested - Limit is not { } missing || Window is not { } window || missing <= 0)
                return null;
            Int128 ticks = ((missing * window.Ticks) + Limit - 1) / Limit;
            return ticks < TimeSpan.MaxValue.Ticks ? new((long)ticks) : TimeSpan.MaxValue;
        }
    }
}
