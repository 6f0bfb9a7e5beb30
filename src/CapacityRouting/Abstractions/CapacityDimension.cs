namespace CapacityRouting;

/// <summary>What a provider counts, and in which window. A limit is a number of units of one dimension.</summary>
public enum CapacityDimension
{
    /// <summary>Requests in a minute (RPM).</summary>
    RequestsPerMinute,

    /// <summary>Input tokens in a minute (ITPM).</summary>
    InputTokensPerMinute,

    /// <summary>Output tokens in a minute (OTPM).</summary>
    OutputTokensPerMinute,

    /// <summary>Input and output tokens together in a minute (TPM).</summary>
    TokensPerMinute,

    /// <summary>Requests in an hour (RPH).</summary>
    RequestsPerHour,

    /// <summary>Input and output tokens together in an hour (TPH).</summary>
    TokensPerHour,

    /// <summary>Requests in a day (RPD).</summary>
    RequestsPerDay,

    /// <summary>Input and output tokens together in a day (TPD).</summary>
    TokensPerDay,

    /// <summary>Requests in a calendar month.</summary>
    RequestsPerMonth,

    /// <summary>Input and output tokens together in a calendar month.</summary>
    TokensPerMonth,

    /// <summary>Money in a calendar day, in the currency of the routes' <see cref="ModelPrices"/>.</summary>
    CostPerDay,

    /// <summary>Money in a calendar month, in the currency of the routes' <see cref="ModelPrices"/>.</summary>
    CostPerMonth,
}
