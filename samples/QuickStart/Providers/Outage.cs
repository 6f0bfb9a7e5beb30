namespace QuickStart.Providers;

/// <summary>A scripted outage, in time of the run.</summary>
internal sealed record Outage(TimeSpan From, TimeSpan Until)
{
    public static Outage None { get; } = new(TimeSpan.MaxValue, TimeSpan.MaxValue);

    public bool Covers(TimeSpan time) => time >= From && time < Until;
}
