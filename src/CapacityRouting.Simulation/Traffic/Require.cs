using System.Globalization;
using System.Runtime.CompilerServices;

namespace CapacityRouting.Simulation.Traffic;

/// <summary>The rules for the arguments of a generator. An error states the argument's name and value.</summary>
internal static class Require
{
    /// <summary>No workload is longer. A longer duration was most likely meant in another unit.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(365 * 100);

    // Gaps are at least ten ticks on average, so that time advances.
    private const double HighestRate = 1_000_000;

    // Above this value hardly any gap is longer than a tick.
    private const double WidestSpread = 100;

    public static double Rate(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value > 0 && value <= HighestRate ? value : throw Wrong(name, value, $"must be more than 0 and at most {HighestRate}");

    public static double RateOrNone(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value >= 0 && value <= HighestRate ? value : throw Wrong(name, value, $"must be between 0 and {HighestRate}");

    public static double Spread(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value > 0 && value <= WidestSpread ? value : throw Wrong(name, value, $"must be more than 0 and at most {WidestSpread}");

    public static double SpreadOrNone(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value >= 0 && value <= WidestSpread ? value : throw Wrong(name, value, $"must be between 0 and {WidestSpread}");

    public static double Share(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value >= 0 && value <= 1 ? value : throw Wrong(name, value, $"must be between 0 and 1");

    public static double Factor(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value > 0 && double.IsFinite(value) ? value : throw Wrong(name, value, $"must be finite and more than 0");

    public static double Tokens(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value >= 1 && value <= int.MaxValue ? value : throw Wrong(name, value, $"must be between 1 and {int.MaxValue}");

    public static int AtLeastOne(int value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value >= 1 ? value : throw Wrong(name, value, $"must be at least 1");

    public static TimeSpan Length(TimeSpan value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value > TimeSpan.Zero && value <= Longest ? value : throw Wrong(name, value, $"must be more than zero and at most {Longest.TotalDays} days");

    public static TimeSpan LengthOrNone(TimeSpan value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value >= TimeSpan.Zero && value <= Longest ? value : throw Wrong(name, value, $"must be between zero and {Longest.TotalDays} days");

    /// <param name="name">The argument.</param>
    /// <param name="value">The argument's value.</param>
    /// <param name="rule">The rule for the value.</param>
    /// <param name="part">The place of the value in the argument. Null when the value is the argument itself.</param>
    public static ArgumentOutOfRangeException Wrong(string? name, object value, FormattableString rule, string? part = null) =>
        new(name, value, string.Create(CultureInfo.InvariantCulture, $"{name}{part} {rule.ToString(CultureInfo.InvariantCulture)}, is {value}."));
}
