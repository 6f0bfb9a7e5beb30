using CapacityRouting.Interleavings.Tools;
using CapacityRouting.Pipeline;
using CapacityRouting.Telemetry;
using CapacityRouting.Time;

namespace CapacityRouting.Interleavings;

/// <summary>A time that was set runs out, however it is put off while the timer fires.</summary>
public sealed class TimerInterleavings
{
    [Fact]
    public void RunOutAt_WhileTheTimerFires_RunsOutInTime() => Explorer.Explore(() =>
    {
        // Due at 5 at first; at 5, as the timer fires, it is put off to 8.
        FrozenTime time = new();
        Clock clock = new(time);
        int runs = 0;
        AttemptTimer timer = new(clock, RoutingEvents.None, _ => runs++);
        timer.RunOutAt(5, 0);
        time.Now = 5;
        return new(
            () =>
            {
                int before = runs;
                time.Now = 8;
                time.Fire();
                Assert.Equal(before + 1, runs);
            },
            time.Fire,
            () => timer.RunOutAt(8, 5));
    });

    [Fact]
    public void Pause_WhileTheTimerFires_RunsOutOnceAtMost() => Explorer.Explore(() =>
    {
        FrozenTime time = new();
        int runs = 0;
        AttemptTimer timer = new(new Clock(time), RoutingEvents.None, _ => runs++);
        timer.RunOutAt(5, 0);
        time.Now = 5;
        return new(
            () =>
            {
                int before = runs;
                time.Now = 100;
                time.Fire();
                Assert.InRange(runs, before, 1);
                Assert.Equal(before, runs);
            },
            time.Fire,
            timer.Pause);
    });

    [Fact]
    public void RunOutAt_EarlierWhileTheTimerIsPutOff_RunsOutInTime() => Explorer.Explore(() =>
    {
        // The timer stands at 5 for a time that was put off to 9: as it fires the time is set to 7.
        FrozenTime time = new();
        int runs = 0;
        AttemptTimer timer = new(new Clock(time), RoutingEvents.None, _ => runs++);
        timer.RunOutAt(5, 0);
        timer.RunOutAt(9, 0);
        time.Now = 5;
        return new(
            () =>
            {
                Assert.Equal(0, runs);
                time.Now = 7;
                time.Fire();
                Assert.Equal(1, runs);
            },
            time.Fire,
            () => timer.RunOutAt(7, 5));
    });

    [Fact]
    public void RunOutAt_TwiceWhileTheTimerIsPutOff_RunsOutInTime() => Explorer.Explore(() =>
    {
        // As before, but the time that is set as the timer fires is put off once more: to 8.
        FrozenTime time = new();
        int runs = 0;
        AttemptTimer timer = new(new Clock(time), RoutingEvents.None, _ => runs++);
        timer.RunOutAt(5, 0);
        timer.RunOutAt(9, 0);
        time.Now = 5;
        return new(
            () =>
            {
                // Where the timer still stands at 7 it fires too early, and looks again.
                time.Now = 7;
                time.Fire();
                Assert.Equal(0, runs);
                time.Now = 8;
                time.Fire();
                Assert.Equal(1, runs);
            },
            time.Fire,
            () =>
            {
                timer.RunOutAt(7, 5);
                timer.RunOutAt(8, 5);
            });
    });
}
