namespace CapacityRouting.Queue.Forecasts;

/// <summary>What became of one call.</summary>
/// <param name="Class">Its class.</param>
/// <param name="Forecast">The wait that was foretold just before it came; null where none was.</param>
/// <param name="Waited">How long it waited, for its start or for its refusal.</param>
/// <param name="IsServed">Whether it was served.</param>
internal sealed record CallFate(RequestPriority Class, TimeSpan? Forecast, TimeSpan Waited, bool IsServed)
{
    private static readonly TimeSpan Near = TimeSpan.FromMilliseconds(50);
    private const double NearPercent = 5;

    public bool IsRefusedAtOnce => !IsServed && Waited == TimeSpan.Zero;

    public bool IsTurnedAwayLater => !IsServed && Waited > TimeSpan.Zero;

    /// <summary>Whether there was anything to foretell.</summary>
    public bool HasWait => IsServed && (Waited > TimeSpan.Zero || Forecast > TimeSpan.Zero);

    public TimeSpan Error => (Waited - Forecast!.Value).Duration();

    public double Percent => 100 * (Error / (Waited > TimeSpan.Zero ? Waited : Forecast!.Value));

    public bool IsNear => Error <= Near || Percent <= NearPercent;
}
