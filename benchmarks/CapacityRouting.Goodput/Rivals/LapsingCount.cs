namespace CapacityRouting.Goodput.Rivals;

/// <summary>A count that is forgotten a minute after its first: LiteLLM counts the successes and failures of "this minute" so.</summary>
internal sealed class LapsingCount(TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    private long _since;
    private int _count;

    public int Value => _count > 0 && time.GetElapsedTime(_since) < Life ? _count : 0;

    public void Increment()
    {
        _count = Value + 1;
        if (_count == 1)
            _since = time.GetTimestamp();
    }
}
