namespace CapacityRouting.Failures.Providers;

/// <summary>The precision of a time to full, and whether it is enough to compute a window.</summary>
internal static class ResetGrain
{
    // With fewer grains the rounding would change the window by more than a tenth.
    private const int FewestGrains = 10;

    // Some gateways use the names of a time to full for whole seconds until the end of a minute.
    private static readonly TimeSpan LongestMinute = TimeSpan.FromMinutes(1);

    public static bool Tells(ReadOnlySpan<char> reset, TimeSpan toFull)
    {
        reset = reset.Trim();
        // Bare seconds may be the time to the end of a window. A time to full has units.
        if (reset is not [.., not (>= '0' and <= '9')])
            return false;
        long grain = UnitOf(reset).Ticks / Scale(reset);
        return toFull.Ticks / FewestGrains >= grain && (grain < TimeSpan.TicksPerSecond || toFull > LongestMinute);
    }

    private static TimeSpan UnitOf(ReadOnlySpan<char> reset) => reset switch
    {
        [.., (>= '0' and <= '9') or '.', 's'] => TimeSpan.FromSeconds(1),
        [.., 's'] => TimeSpan.FromMilliseconds(1),
        _ => TimeSpan.FromMinutes(1),
    };

    /// <summary>A factor of ten for each digit after the decimal point.</summary>
    private static long Scale(ReadOnlySpan<char> reset)
    {
        long scale = 1;
        if (reset.LastIndexOf('.') is >= 0 and int point)
            for (int at = point + 1; at < reset.Length && char.IsAsciiDigit(reset[at]) && scale < TimeSpan.TicksPerMillisecond; at++)
                scale *= 10;
        return scale;
    }
}
