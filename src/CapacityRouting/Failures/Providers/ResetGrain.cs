namespace CapacityRouting.Failures.Providers;

/// <summary>How finely a time to full is written, and so whether a window can be reckoned from it.</summary>
internal static class ResetGrain
{
    // Rounding to fewer would put the window off by more than a tenth.
    private const int FewestGrains = 10;

    // Gateways that take over the names of a time to full write whole seconds to the end of a minute.
    private static readonly TimeSpan LongestMinute = TimeSpan.FromMinutes(1);

    public static bool Tells(ReadOnlySpan<char> reset, TimeSpan toFull)
    {
        reset = reset.Trim();
        // Bare seconds are to the end of a window too; a time to full has units.
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

    /// <summary>Ten for each digit behind the point.</summary>
    private static long Scale(ReadOnlySpan<char> reset)
    {
        long scale = 1;
        if (reset.LastIndexOf('.') is >= 0 and int point)
            for (int at = point + 1; at < reset.Length && char.IsAsciiDigit(reset[at]) && scale < TimeSpan.TicksPerMillisecond; at++)
                scale *= 10;
        return scale;
    }
}
