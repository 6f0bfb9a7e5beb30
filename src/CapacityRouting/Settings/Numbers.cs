using System.Globalization;
using System.Numerics;

namespace CapacityRouting.Settings;

/// <summary>The sorts of numbers.</summary>
internal static class Numbers
{
    /// <summary>A part of a whole.</summary>
    public static SettingKind<double> Share { get; } = Fraction(share => share >= 0 && share <= 1, "must be from 0 to 1");

    /// <summary>A part of a whole that is not nothing.</summary>
    public static SettingKind<double> PositiveShare { get; } = Fraction(share => share > 0 && share <= 1, "must be above 0 and at most 1");

    public static SettingKind<double> NotNegative { get; } = Fraction(number => number >= 0 && double.IsFinite(number), "must be zero or more");

    /// <summary>A factor of a count.</summary>
    public static SettingKind<double> Weight { get; } = Fraction(weight => weight >= 1 && double.IsFinite(weight), "must be at least 1 and finite");

    public static SettingKind<TValue> AtLeast<TValue>(TValue least)
        where TValue : struct, IBinaryInteger<TValue> => Whole<TValue>(number => number < least ? Said($"must be at least {least}, is {number}.") : null);

    /// <summary>A limit of tokens that some request can pass.</summary>
    public static SettingKind<TValue> Tokens<TValue>()
        where TValue : struct, IBinaryInteger<TValue> => Whole<TValue>(number =>
            number < TValue.One ? Said($"must be at least 1, is {number}.")
            : number < TValue.CreateChecked(CapacityLimits.ShortestRequest) ? Said($"can never pass a request, is {number}; even the shortest takes {CapacityLimits.ShortestRequest} tokens.")
            : null);

    public static SettingKind<decimal> PositiveUpTo(decimal most) =>
        Amount(amount => amount <= 0 || amount > most ? Said($"must be more than zero and at most {most}, is {amount}.") : null);

    public static SettingKind<decimal> NotNegativeUpTo(decimal most) =>
        Amount(amount => amount < 0 || amount > most ? Said($"must be from 0 to {most}, is {amount}.") : null);

    private static SettingKind<TValue> Whole<TValue>(Func<TValue, string?> problem)
        where TValue : struct, IBinaryInteger<TValue> =>
        new("a whole number", static (text, out value) => TValue.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value), problem);

    private static SettingKind<double> Fraction(Func<double, bool> isRight, string rule) => new(
        "a number", static (text, out value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value), number => isRight(number) ? null : Said($"{rule}, is {number}."));

    private static SettingKind<decimal> Amount(Func<decimal, string?> problem) =>
        new("a number", static (text, out value) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value), problem);

    private static string Said(FormattableString words) => words.ToString(CultureInfo.InvariantCulture);
}
