namespace QuickStart.Providers;

/// <summary>What the rate-limit headers tell of one bucket.</summary>
internal sealed record BucketLevel(Dimension Dimension, long Limit, long Remaining, TimeSpan UntilFull);
