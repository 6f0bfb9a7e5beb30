using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CapacityRouting.Settings;
using CapacityRouting.Time;

namespace CapacityRouting;

/// <summary>A time limit: a fixed time, no bound at all, or a time that is learned.</summary>
/// <remarks>
/// Immutable, and so safe to share. A <see cref="TimeSpan"/> converts to it. The default value is a time of zero, which is refused as any zero is.
/// Leave a setting null to inherit it.
/// </remarks>
public readonly record struct TimeLimit
{
    private readonly TimeSpan _time;
    private readonly Sort _sort;

    private TimeLimit(TimeSpan time, Sort sort)
    {
        _time = time;
        _sort = sort;
    }

    private enum Sort
    {
        Time,
        None,
        Adaptive,
    }

    /// <summary>No bound. In configuration: <c>"None"</c>.</summary>
    public static TimeLimit None { get; } = new(default, Sort.None);

    /// <summary>
    /// A learned time: three times the 99th percentile of the route's own times, or the 95th while the route is slow. Each setting of
    /// <see cref="AttemptTimeouts"/> has a least and a greatest value. The greatest one holds until 20 answers were seen, and where no other route could take the call.
    /// In configuration: <c>"Adaptive"</c>.
    /// </summary>
    public static TimeLimit Adaptive { get; } = new(default, Sort.Adaptive);

    /// <summary>The time; null for <see cref="None"/> and <see cref="Adaptive"/>.</summary>
    public TimeSpan? Time => _sort == Sort.Time ? _time : null;

    internal bool IsAdaptive => _sort == Sort.Adaptive;

    /// <summary>A limit of a fixed time. In configuration: <c>"00:00:10"</c>.</summary>
    /// <param name="time">More than zero, at most seven days. The use of the limit checks it, with the name of the setting.</param>
    /// <returns>The limit.</returns>
    public static TimeLimit After(TimeSpan time) => new(time, Sort.Time);

    /// <summary>Converts a time to a limit, as <see cref="After"/> does.</summary>
    /// <param name="time">More than zero, at most seven days.</param>
    public static implicit operator TimeLimit(TimeSpan time) => After(time);

    /// <summary>The limit as configuration spells it.</summary>
    /// <returns>A time such as 00:00:10, None or Adaptive.</returns>
    public override string ToString() => Time?.ToString("c", CultureInfo.InvariantCulture) ?? _sort.ToString();

    internal static bool TryParse(string text, [MaybeNullWhen(false)] out TimeLimit limit)
    {
        bool isTime = Times.TryParse(text, out TimeSpan time);
        limit = isTime ? time : string.Equals(text, nameof(None), StringComparison.OrdinalIgnoreCase) ? None : Adaptive;
        return isTime || string.Equals(text, limit.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The limit in the clock's ticks; <see cref="Clock.Never"/> where no time is fixed.</summary>
    internal long ToTicks(Clock clock) => _sort == Sort.Time ? clock.ToTicks(_time) : Clock.Never;
}
