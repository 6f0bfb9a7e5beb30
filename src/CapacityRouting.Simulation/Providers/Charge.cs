namespace CapacityRouting.Simulation.Providers;

/// <summary>The units of every kind that a call is charged at one moment. Negative units are given back.</summary>
internal readonly record struct Charge(long Requests = 0, long InputTokens = 0, long OutputTokens = 0)
{
    public static Charge AtAdmission(ProviderRequest request, ChargeRule rule) =>
        new(1, request.EstimatedInputTokens, rule.ReservesMaxOutput ? request.MaxOutputTokens ?? 0 : 0);

    public long Tokens => InputTokens + OutputTokens;

    /// <summary>The units that count in a dimension.</summary>
    public long On(CapacityDimension dimension) => dimension switch
    {
        CapacityDimension.RequestsPerMinute or CapacityDimension.RequestsPerHour or CapacityDimension.RequestsPerDay => Requests,
        CapacityDimension.InputTokensPerMinute => InputTokens,
        CapacityDimension.OutputTokensPerMinute => OutputTokens,
        _ => Tokens,
    };
}
