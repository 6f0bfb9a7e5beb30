using CapacityRouting.Simulation;

namespace CapacityRouting.Simulation.Tests.Time;

public sealed class VirtualTimeTests
{
    private readonly VirtualTime _time = new();
    private readonly List<string> _happened = [];

    [Fact]
    public void Run_Delays_PassWithoutTakingTime()
    {
        _time.Run(async () =>
        {
            for (int day = 0; day < 365; day++)
                await Task.Delay(TimeSpan.FromDays(1), _time);
            Note("a year later");
        });

        Assert.Equal(["365.00:00:00 a year later"], _happened);
        Assert.Equal(TimeSpan.FromDays(365), _time.Elapsed);
        Assert.Equal(TimeSpan.FromDays(365).Ticks, _time.GetTimestamp());
        Assert.Equal(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero), _time.GetUtcNow());
    }

    [Fact]
    public void Run_TimersDueAtOnce_FireInTheOrderInWhichTheyWereSet()
    {
        _time.Run(() => Task.WhenAll(After(2, "b"), After(1, "a"), After(2, "c"), After(2, "d")));

        Assert.Equal(["00:00:01 a", "00:00:02 b", "00:00:02 c", "00:00:02 d"], _happened);
    }

    [Fact]
    public void Run_WhatATimerWakes_IsDoneBeforeTheNextTimer()
    {
        TaskCompletionSource woken = new();
        _time.Run(() => Task.WhenAll(
            AwaitAsync(woken.Task),
            AfterAsync(1, woken.SetResult),
            After(1, "the next timer")));

        Assert.Equal(["00:00:01 woken", "00:00:01 the next timer"], _happened);

        async Task AwaitAsync(Task task)
        {
            await task;
            Note("woken");
        }
    }

    [Fact]
    public void CreateTimer_Periodic_FiresUntilDisposed()
    {
        _time.Run(async () =>
        {
            using (_time.CreateTimer(_ => Note("tick"), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)))
                await Task.Delay(TimeSpan.FromSeconds(6), _time);
            await Task.Delay(TimeSpan.FromSeconds(6), _time);
        });

        Assert.Equal(["00:00:01 tick", "00:00:03 tick", "00:00:05 tick"], _happened);
    }

    [Fact]
    public void Change_SetAnew_FiresOnceAtTheNewTime()
    {
        _time.Run(async () =>
        {
            await using ITimer timer = _time.CreateTimer(_ => Note("tick"), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
            timer.Change(TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
            await Task.Delay(TimeSpan.FromSeconds(2), _time);
            Note("nothing yet");
            timer.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
            await Task.Delay(TimeSpan.FromSeconds(9), _time);
        });

        Assert.Equal(["00:00:02 nothing yet", "00:00:03 tick"], _happened);
    }

    [Fact]
    public void Change_SetAnewToTheSameTime_TakesItsPlaceAfterTheOthers()
    {
        _time.Run(async () =>
        {
            await using ITimer first = _time.CreateTimer(_ => Note("first"), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
            await using ITimer second = _time.CreateTimer(_ => Note("second"), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
            first.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
            await Task.Delay(TimeSpan.FromSeconds(2), _time);
        });

        Assert.Equal(["00:00:01 second", "00:00:01 first"], _happened);
    }

    [Fact]
    public void Change_AfterDispose_IsRefused()
    {
        ITimer timer = _time.CreateTimer(_ => Note("tick"), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        timer.Dispose();

        Assert.False(timer.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan));
        _time.Run(() => Task.Delay(TimeSpan.FromSeconds(5), _time));
        Assert.Empty(_happened);
    }

    [Fact]
    public void CreateTimer_BeyondAllTimes_NeverFires()
    {
        _time.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(5), _time);
            await using ITimer never = _time.CreateTimer(_ => Note("never"), null, TimeSpan.MaxValue, Timeout.InfiniteTimeSpan);
            await Task.Delay(TimeSpan.FromSeconds(5), _time);
        });

        Assert.Empty(_happened);
        Assert.Equal(TimeSpan.FromSeconds(10), _time.Elapsed);
    }

    [Fact]
    public void InlineDelay_CancelledAfterATime_EndsOnTheSameThread()
    {
        _time.Run(async () =>
        {
            using CancellationTokenSource source = new(TimeSpan.FromSeconds(5), _time);
            await Assert.ThrowsAsync<TaskCanceledException>(() => InlineDelay.For(TimeSpan.FromHours(1), _time, source.Token));
            Note("cancelled");
        });

        Assert.Equal(["00:00:05 cancelled"], _happened);
    }

    [Fact]
    public void Run_WaitsForWhatNoTimerBrings_SaysThatItStandsStill()
    {
        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => _time.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(3), _time);
            await new TaskCompletionSource().Task;
        }));

        Assert.Equal("The simulation stands still at 00:00:03: something waits for what no timer will bring.", thrown.Message);
    }

    [Fact]
    public void Run_MainThrows_ThrowsTheSame()
    {
        TimeoutException thrown = Assert.Throws<TimeoutException>(() => _time.Run(() => throw new TimeoutException("its own")));

        Assert.Equal("its own", thrown.Message);
    }

    [Fact]
    public void Run_WithinItself_IsRefused()
    {
        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => _time.Run(() =>
        {
            _time.Run(() => Task.CompletedTask);
            return Task.CompletedTask;
        }));

        Assert.Equal("This time runs already.", thrown.Message);
    }

    [Fact]
    public void Run_ATimerSetOnAnotherThread_IsRefused()
    {
        InvalidOperationException? thrown = null;
        _time.Run(() =>
        {
            Thread other = new(() => thrown = Assert.Throws<InvalidOperationException>(() => _time.CreateTimer(_ => { }, null, TimeSpan.Zero, Timeout.InfiniteTimeSpan)));
            other.Start();
            other.Join();
            return Task.CompletedTask;
        });

        Assert.StartsWith("Something left the simulation's one thread", thrown?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Twice_GoesOnWhereItWas()
    {
        _time.Run(() => After(1, "first"));
        _time.Run(() => After(1, "second"));

        Assert.Equal(["00:00:01 first", "00:00:02 second"], _happened);
    }

    [Fact]
    public void RunClock_BeforeItsStart_StandsAtZero()
    {
        RunClock clock = new(_time);
        _time.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(4), _time);
            Assert.Equal(TimeSpan.Zero, clock.Elapsed);
            clock.Start();
            await clock.UntilAsync(TimeSpan.FromSeconds(2));
            await clock.UntilAsync(TimeSpan.FromSeconds(1));
        });

        Assert.Equal(TimeSpan.FromSeconds(2), clock.Elapsed);
        Assert.Equal(TimeSpan.FromSeconds(6), _time.Elapsed);
    }

    private Task After(int seconds, string what) => AfterAsync(seconds, () => Note(what));

    private async Task AfterAsync(int seconds, Action action)
    {
        await Task.Delay(TimeSpan.FromSeconds(seconds), _time);
        action();
    }

    private void Note(string what) => _happened.Add($"{_time.Elapsed:c} {what}");
}
