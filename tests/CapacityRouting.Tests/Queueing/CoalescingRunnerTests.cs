using CapacityRouting.Queueing;

namespace CapacityRouting.Tests.Queueing;

public sealed class CoalescingRunnerTests
{
    private readonly CoalescingRunner _runner = new();
    private int _runs;

    [Fact]
    public void Run_WhatThrowsWithWordLeftMeanwhile_RunsAgainAndThrowsThen()
    {
        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => _runner.Run(this, static self => self.CallsAndThrowsOnce()));

        Assert.Equal(("once", 2), (thrown.Message, _runs));
    }

    [Fact]
    public void Run_AfterOneThatThrew_Runs()
    {
        Assert.Throws<InvalidOperationException>(() => _runner.Run(this, static _ => throw new InvalidOperationException()));

        _runner.Run(this, static self => self._runs++);

        Assert.Equal(1, _runs);
    }

    private void CallsAndThrowsOnce()
    {
        if (++_runs > 1)
            return;
        _runner.Run(this, static self => self.CallsAndThrowsOnce());
        throw new InvalidOperationException("once");
    }
}
