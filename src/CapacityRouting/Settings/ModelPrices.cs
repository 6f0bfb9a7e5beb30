using CapacityRouting.Abstractions;
using CapacityRouting.Settings;

namespace CapacityRouting;

/// <summary>The prices of a model, in a currency of your choice. All routes that share a budget must use the same one.</summary>
/// <remarks>Immutable, and so safe to share between routes and threads. A client checks the values when it is made.</remarks>
public sealed record ModelPrices
{
    /// <summary>The price of a million input tokens. Zero to a million; default: zero.</summary>
    public decimal InputPerMillion { get; init; }

    /// <summary>The price of a million output tokens. Zero to a million; default: zero.</summary>
    public decimal OutputPerMillion { get; init; }

    /// <summary>The price of a million input tokens from the provider's cache. Zero to a million; default: <see cref="InputPerMillion"/>.</summary>
    public decimal? CachedInputPerMillion { get; init; }

    internal static SettingTable<ModelPrices> Table { get; } = new()
    {
        { nameof(InputPerMillion), prices => prices.InputPerMillion, (ref prices, value) => prices = prices with { InputPerMillion = value }, Numbers.NotNegativeUpTo(Money.MostOfAPrice) },
        { nameof(OutputPerMillion), prices => prices.OutputPerMillion, (ref prices, value) => prices = prices with { OutputPerMillion = value }, Numbers.NotNegativeUpTo(Money.MostOfAPrice) },
        { nameof(CachedInputPerMillion), prices => prices.CachedInputPerMillion, (ref prices, value) => prices = prices with { CachedInputPerMillion = value }, Numbers.NotNegativeUpTo(Money.MostOfAPrice) },
    };
}
