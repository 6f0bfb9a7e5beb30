using CapacityRouting.Abstractions;

namespace CapacityRouting.Estimation;

/// <summary>The cost of tokens at a model's prices, in the units of <see cref="Money"/>, rounded up: rounding never exceeds a budget.</summary>
internal sealed class TokenCost(ModelPrices prices)
{
    // The precision of prices: a millionth of the currency per million tokens, finer than any price in practice.
    private const decimal PartsOfAPrice = 1_000_000;
    private const long PartsOfAUnit = 1_000;

    private readonly long _input = PartsOf(prices.InputPerMillion);
    private readonly long _cached = PartsOf(prices.CachedInputPerMillion ?? prices.InputPerMillion);
    private readonly long _output = PartsOf(prices.OutputPerMillion);

    /// <param name="input">The input tokens, cached ones included.</param>
    /// <param name="cached">The cached input tokens. Most clients report them within the total, some beside it.</param>
    /// <param name="output">Output tokens.</param>
    public long Of(long input, long cached, long output)
    {
        long fresh = cached <= input ? input - cached : input;
        Int128 parts = ((Int128)fresh * _input) + ((Int128)cached * _cached) + ((Int128)output * _output);
        return parts <= long.MaxValue - PartsOfAUnit
            ? ((long)parts + PartsOfAUnit - 1) / PartsOfAUnit
            : (long)Int128.Min(parts / PartsOfAUnit, Money.Most);
    }

    private static long PartsOf(decimal price) => (long)decimal.Round(price * PartsOfAPrice);
}
