using System.Globalization;

namespace CapacityRouting.Tests.Failures.RetryAfter;

/// <summary>A duration as each kind of provider would write it, and what can be read back of it: every form's own grain, rounded up.</summary>
internal static class WrittenDuration
{
    public const int Forms = 7;

    public static (string Text, TimeSpan Expected) Of(int form, TimeSpan duration) => form switch
    {
        0 => (Go(duration), duration),
        1 => (Number(duration, "0.0000000") + "s", duration),
        2 => (Number(duration, "0.0000000"), duration),
        3 => (Iso(duration), duration),
        4 => Whole(duration, TimeSpan.TicksPerMillisecond, "ms"),
        5 => Whole(duration, TimeSpan.TicksPerSecond, " seconds"),
        _ => Whole(duration, TimeSpan.TicksPerMinute, " minutes"),
    };

    private static (string Text, TimeSpan Expected) Whole(TimeSpan duration, long grain, string unit)
    {
        long count = (duration.Ticks + grain - 1) / grain;
        return (count.ToString(CultureInfo.InvariantCulture) + unit, TimeSpan.FromTicks(count * grain));
    }

    private static string Go(TimeSpan duration)
    {
        string seconds = Number(TimeSpan.FromTicks(duration.Ticks % TimeSpan.TicksPerMinute), "0.#######") + "s";
        long minutes = duration.Ticks / TimeSpan.TicksPerMinute;
        if (minutes == 0)
            return seconds;
        return minutes < 60 ? $"{minutes}m{seconds}" : $"{minutes / 60}h{minutes % 60}m{seconds}";
    }

    private static string Iso(TimeSpan duration) =>
        $"P{duration.Days}DT{duration.Hours}H{duration.Minutes}M{Number(TimeSpan.FromTicks(duration.Ticks % TimeSpan.TicksPerMinute), "0.#######")}S";

    private static string Number(TimeSpan duration, string format) =>
        ((decimal)duration.Ticks / TimeSpan.TicksPerSecond).ToString(format, CultureInfo.InvariantCulture);
}
