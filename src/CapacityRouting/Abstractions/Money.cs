namespace CapacityRouting.Abstractions;

/// <summary>
/// Money as a whole number, so that a million small costs add up to the last digit: in billionths of the currency. A token of a cheap
/// model costs less than a millionth of a dollar, and a word still holds nine billion dollars.
/// </summary>
internal static class Money
{
    /// <summary>The most that a budget may be: far from the end of a word, whatever is added to it.</summary>
    public const decimal MostOfABudget = 1_000_000_000;

    /// <summary>More than any budget; two of it still add up within a word.</summary>
    public const long Most = long.MaxValue / 4;

    /// <summary>The most that a million tokens may cost.</summary>
    public const decimal MostOfAPrice = 1_000_000;

    private const decimal UnitsPerCurrency = 1_000_000_000;

    public static long ToUnits(decimal amount) => (long)(decimal.Clamp(amount, 0, MostOfABudget) * UnitsPerCurrency);

    public static decimal ToCurrency(double units) => (decimal)units / UnitsPerCurrency;
}
