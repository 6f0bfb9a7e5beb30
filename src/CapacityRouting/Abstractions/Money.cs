namespace CapacityRouting.Abstractions;

/// <summary>
/// Money as a whole number of billionths of the currency, so that a million small costs add up to the last digit. A token of a cheap
/// model costs less than a millionth of a dollar. A 64-bit word still holds nine billion dollars.
/// </summary>
internal static class Money
{
    /// <summary>The largest budget: far from the end of a 64-bit word, whatever is added to it.</summary>
    public const decimal MostOfABudget = 1_000_000_000;

    /// <summary>More than any budget. Two of it still add up within a 64-bit word.</summary>
    public const long Most = long.MaxValue / 4;

    /// <summary>The most that a million tokens may cost.</summary>
    public const decimal MostOfAPrice = 1_000_000;

    private const decimal UnitsPerCurrency = 1_000_000_000;

    public static long ToUnits(decimal amount) => (long)(decimal.Clamp(amount, 0, MostOfABudget) * UnitsPerCurrency);

    public static decimal ToCurrency(decimal units) => units / UnitsPerCurrency;
}
