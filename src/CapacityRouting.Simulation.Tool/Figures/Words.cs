using System.Globalization;

namespace CapacityRouting.Simulation.Tool.Figures;

/// <summary>Writes figures in a form that is read at a glance.</summary>
internal static class Words
{
    public static string Of(double value, FigureUnit unit) => unit switch
    {
        FigureUnit.Count => Count(value),
        FigureUnit.Share => Share(value),
        FigureUnit.Time => Time(TimeSpan.FromSeconds(value)),
        FigureUnit.PerThousand => $"{Number(value, 1)} in 1,000 calls",
        FigureUnit.Money => value.ToString(value is > 0 and < 1 ? "0.0000" : "#,0.00", CultureInfo.InvariantCulture),
        _ => Number(value, 3),
    };

    public static string Count(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Number(double value, int decimals) => Math.Round(value, decimals, MidpointRounding.AwayFromZero).ToString($"#,0.{new string('#', decimals)}", CultureInfo.InvariantCulture);

    /// <summary>Shares near 0 and 1 have one more digit. A share that is not exactly 0 or 1 is never written as 0 % or 100 %.</summary>
    public static string Share(double share) => share switch
    {
        > 0.99 and < 1 => $"{Number(Math.Min(Math.Floor(share * 10_000) / 100, 99.99), 2)} %",
        > 0 and < 0.01 => $"{Number(Math.Max(share * 100, 0.01), 2)} %",
        _ => $"{Number(share * 100, 1)} %",
    };

    /// <summary>Writes a time in its two largest units.</summary>
    public static string Time(TimeSpan time) => time switch
    {
        { Ticks: 0 } => "0 s",
        { TotalSeconds: < 1 } => $"{Number(time.TotalMilliseconds, time.TotalMilliseconds < 10 ? 1 : 0)} ms",
        { TotalSeconds: < 60 } => $"{Number(time.TotalSeconds, 1)} s",
        { TotalMinutes: < 60 } => Joined(time.Minutes, "min", time.Seconds, "s"),
        { TotalDays: < 1 } => Joined(time.Hours, "h", time.Minutes, "min"),
        _ => Joined((int)time.TotalDays, "d", time.Hours, "h"),
    };

    /// <summary>"a, b and c".</summary>
    public static string List(IReadOnlyList<string> parts) =>
        parts.Count < 2 ? string.Concat(parts) : $"{string.Join(", ", parts.Take(parts.Count - 1))} and {parts[^1]}";

    private static string Joined(int large, string unit, int small, string smaller) => small == 0 ? $"{large} {unit}" : $"{large} {unit} {small} {smaller}";
}
