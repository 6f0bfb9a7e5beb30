namespace CapacityRouting.Simulation.Metrics;

/// <summary>The cost of the served calls, relative to the least possible cost of as many.</summary>
internal static class Cost
{
    /// <summary>
    /// The cheapest feasible: as many calls of average size, each provider taking as many as it could serve alone, the cheapest first. A router that
    /// sends small calls to dear providers can pass below 1.
    /// </summary>
    public static double RatioOf(RunResult run, CallRecord[] served, OracleBound oracle)
    {
        if (served.Length == 0)
            return 1;
        Dictionary<string, TokenPrices> prices = run.Providers.ToDictionary(provider => provider.Name, provider => provider.Prices, StringComparer.Ordinal);
        double cost = served.Where(call => call.ServedBy is not null).Sum(call => prices[call.ServedBy!].Of(call.Call.InputTokens, call.Call.OutputTokens));
        double cheapest = Cheapest(run, served, oracle);
        return cheapest <= 0 ? 1 : cost / cheapest;
    }

    private static double Cheapest(RunResult run, CallRecord[] served, OracleBound oracle)
    {
        double input = served.Sum(call => (double)call.Call.InputTokens);
        double output = served.Sum(call => (double)call.Call.OutputTokens);
        double left = served.Length;
        double cost = 0;
        IEnumerable<(double Price, double Most)> providers = run.Providers.Select((provider, i) => (provider.Prices.Of((long)input, (long)output) / served.Length, oracle.ByProvider[i]));
        foreach ((double price, double most) in providers.OrderBy(provider => provider.Price))
        {
            double taken = Math.Min(left, most);
            cost += taken * price;
            left -= taken;
        }

        return cost;
    }
}
