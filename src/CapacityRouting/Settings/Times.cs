using System.Globalization;

namespace CapacityRouting.Settings;

/// <summary>The sorts of times.</summary>
internal static class Times
{
    // Timers count their milliseconds in 32 bits, and no longer wait is of use.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    // A number beyond it is no time that was meant.
    private const double MostSeconds = 1e9;

    public static SettingKind<TimeSpan> NotNegative { get; } =
        Of(span => span < TimeSpan.Zero ? $"must not be negative, is {span}." : TooLong(span));

    public static SettingKind<TimeSpan> Positive { get; } = Of(Positively);

    public static SettingKind<TimeLimit> Limit { get; } = new(
        $"a time such as 00:00:10, or {TimeLimit.None}",
        static (text, out limit) => TimeLimit.TryParse(text, out limit) && !limit.IsAdaptive,
        static limit => limit.IsAdaptive ? $"must be a time or {TimeLimit.None}, is {limit}." : ProblemOf(limit)) { Advice = Form };

    public static SettingKind<TimeLimit> LimitOrAdaptive { get; } =
        new($"a time such as 00:00:10, {TimeLimit.Adaptive} or {TimeLimit.None}", TimeLimit.TryParse, ProblemOf) { Advice = Form };

    /// <summary>A part of a minute's limit, as the time in which it flows back.</summary>
    public static SettingKind<TimeSpan> Burst { get; } =
        Of(span => span > TimeSpan.FromMinutes(1) ? $"must be at most a minute, the whole limit, is {span}." : Positively(span));

    public static SettingKind<TimeSpan> Between(TimeSpan least, TimeSpan most) =>
        Of(span => span < least ? $"must be at least {least}, is {span}." : span > most ? $"must be at most {most}, is {span}." : null);

    public static SettingKind<TimeSpan> UpTo(TimeSpan most) => Between(TimeSpan.MinValue, most);

    private static SettingKind<TimeSpan> Of(Func<TimeSpan, string?> problem) =>
        new("a time such as 00:00:10", TryParse, problem) { Advice = Form };

    /// <summary>
    /// Reads hours, minutes and seconds, with days before them perhaps. <see cref="TimeSpan"/> takes "5" for five days, "0:30" for half an hour and "24:00:00" for 24 days, and all are refused here.
    /// </summary>
    public static bool TryParse(string text, out TimeSpan value)
    {
        value = default;
        return text.Count(each => each == ':') == 2 && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out value);
    }

    private static string Form(string? text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && Math.Abs(number) < MostSeconds
        ? string.Create(CultureInfo.InvariantCulture, $" A number has no unit: {text} seconds are {TimeSpan.FromSeconds(number):c}.")
        : " The form is hours:minutes:seconds, with days before it perhaps (1.00:00:00).";

    private static string? Positively(TimeSpan span) => span <= TimeSpan.Zero ? $"must be more than zero, is {span}." : TooLong(span);

    private static string? ProblemOf(TimeLimit limit) => limit.Time switch
    {
        null => null,
        { } time when time <= TimeSpan.Zero => $"must be more than zero or {TimeLimit.None}, is {limit}.",
        { } time => TooLong(time),
    };

    private static string? TooLong(TimeSpan span) => span > Longest ? $"must be at most {Longest.Days} days, is {span}." : null;
}
