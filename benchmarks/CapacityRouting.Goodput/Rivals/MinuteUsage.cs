namespace CapacityRouting.Goodput.Rivals;

/// <summary>What one deployment has used in the current minute of the calendar. With the next minute it begins anew.</summary>
internal sealed class MinuteUsage(TimeProvider time)
{
    private long _minute;
    private long _requests;
    private long _tokens;

    public long Requests => IsCurrent ? _requests : 0;

    public long Tokens => IsCurrent ? _tokens : 0;

    private bool IsCurrent => _minute == Minute;

    private long Minute => time.GetUtcNow().Ticks / TimeSpan.TicksPerMinute;

    public void Add(long requests = 0, long tokens = 0) =>
        (_requests, _tokens, _minute) = (Requests + requests, Tokens + tokens, Minute);
}
