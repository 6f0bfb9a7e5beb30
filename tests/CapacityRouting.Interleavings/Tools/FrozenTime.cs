using CapacityRouting.Atomics;
using CapacityRouting.Capacity;
using CapacityRouting.Time;

namespace CapacityRouting.Interleavings.Tools;

/// <summary>A clock of one tick a second that moves only when it is set: a limit of 60 a minute costs a tick a unit.</summary>
internal sealed class FrozenTime : TimeProvider
{
    private readonly List<FrozenTimer> _timers = [];

    public override long TimestampFrequency => 1;

    public long Now { get; set; }

    /// <summary>The shared clock of all code that never sets one.</summary>
    public static Clock Clock { get; } = new(new FrozenTime());

    public override long GetTimestamp() => Now;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddSeconds(Now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        FrozenTimer timer = new(this, () => callback(state));
        timer.Change(dueTime, period);
        _timers.Add(timer);
        return timer;
    }

    /// <summary>Lets those timers fire whose time has come, each on the program that calls this.</summary>
    public void Fire() => _timers.ToList().ForEach(timer => timer.FireIfDue());

    /// <summary>A quota whose buckets hold ten seconds' worth.</summary>
    public static Quota Quota(CapacityLimits limits) => new(limits, Clock, new Jitter(1));
}
