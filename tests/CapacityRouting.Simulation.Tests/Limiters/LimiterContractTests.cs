using CapacityRouting.Simulation.Limiters;

namespace CapacityRouting.Simulation.Tests.Limiters;

/// <summary>What holds for a limiter of any shape.</summary>
public abstract class LimiterContractTests
{
    private static readonly TimeSpan Tick = new(1);

    protected abstract LimiterShape Shape { get; }

    [Fact]
    public void Fits_NothingTaken_AdmitsAUnitAtOnce()
    {
        ILimiter limiter = New();

        Assert.True(limiter.Fits(1, TimeSpan.Zero));
        Assert.True(limiter.Fits(0, TimeSpan.Zero));
        Assert.Equal(TimeSpan.Zero, limiter.Until(1, TimeSpan.Zero));
        Assert.Equal(0, limiter.Read(TimeSpan.Zero).Utilization);
        Assert.Equal(TimeSpan.Zero, limiter.Read(TimeSpan.Zero).UntilFull);
    }

    [Fact]
    public void Fits_UsedUp_NotEvenZeroUnits()
    {
        ILimiter limiter = New();
        limiter.Take(600, TimeSpan.Zero);

        Assert.False(limiter.Fits(0, TimeSpan.Zero));
        Assert.False(limiter.Fits(1, TimeSpan.Zero));
        Assert.Equal(0, limiter.Read(TimeSpan.Zero).Remaining);
        Assert.Equal(limiter.Until(1, TimeSpan.Zero), limiter.Until(0, TimeSpan.Zero));
    }

    [Fact]
    public void Fits_AskedTwiceAtOneTime_AnswersTheSame() => LimiterHistory.ForEach(Shape, history =>
    {
        history.Pass();
        long units = history.AnyUnits();

        bool fits = history.Limiter.Fits(units, history.Now);
        TimeSpan? until = history.Limiter.Until(units, history.Now);
        Standing standing = history.Limiter.Read(history.Now);

        Assert.Equal(fits, history.Limiter.Fits(units, history.Now));
        Assert.Equal(until, history.Limiter.Until(units, history.Now));
        Assert.Equal(standing, history.Limiter.Read(history.Now));
    });

    [Fact]
    public void Fits_AskedInBetweenOrNot_AnswersTheSame() => LimiterHistory.ForEach(Shape, history =>
    {
        ILimiter unasked = Limiter.For(history.Limit);
        for (int step = 0; step < 30; step++)
        {
            history.PassTime();
            history.TakeAnything(history.Limiter, unasked);
            history.PassTime();
            history.Limiter.Read(history.Now);
        }

        Assert.Equal(history.Limiter.Read(history.Now), unasked.Read(history.Now));
        Assert.Equal(history.Limiter.Until(1, history.Now), unasked.Until(1, history.Now));
    });

    [Fact]
    public void Take_ZeroUnits_ChangesNothing() => LimiterHistory.ForEach(Shape, history =>
    {
        Standing before = history.Pass().Limiter.Read(history.Now);

        history.Limiter.Take(0, history.Now);

        Assert.Equal(before, history.Limiter.Read(history.Now));
    });

    [Theory]
    [InlineData(-1)]
    [InlineData(-1_000_000)]
    [InlineData(long.MinValue)]
    public void Take_BackMoreThanWasTaken_LeavesItAsNew(long units)
    {
        ILimiter limiter = New();
        limiter.Take(1, TimeSpan.Zero);

        limiter.Take(units, TimeSpan.Zero);

        Assert.Equal(New().Read(TimeSpan.Zero), limiter.Read(TimeSpan.Zero));
        limiter.Take(600, TimeSpan.Zero);
        Assert.False(limiter.Fits(1, TimeSpan.Zero));
    }

    [Fact]
    public void Until_AnyHistory_IsTheFirstMomentAtWhichTheUnitsFit() => LimiterHistory.ForEach(Shape, history =>
    {
        history.Pass();
        long units = history.AnyUnits();
        TimeSpan? until = history.Limiter.Until(units, history.Now);

        Assert.Equal(until == TimeSpan.Zero, history.Limiter.Fits(units, history.Now));
        Assert.True(until is null || until >= TimeSpan.Zero);
        if (until is not TimeSpan wait || wait == TimeSpan.Zero)
            return;

        foreach (TimeSpan moment in Before(history, history.Now + wait))
            Assert.False(history.Limiter.Fits(units, moment), $"{units} units fit at {moment} already, of {history.Limit}");
        Assert.True(history.Limiter.Fits(units, history.Now + wait), $"{units} units do not fit after {wait}, of {history.Limit}");
    });

    [Fact]
    public void Until_Never_NeverFits() => LimiterHistory.ForEach(Shape, history =>
    {
        history.Pass();
        long units = history.AnyUnits();
        if (history.Limiter.Until(units, history.Now) is not null)
            return;

        for (int grain = 0; grain < 200; grain++)
            Assert.False(history.Limiter.Fits(units, history.Now + (grain * history.Limit.Grain)));
        Assert.False(history.Limiter.Fits(units, history.Now + TimeSpan.FromDays(1_000)));
    });

    [Fact]
    public void Until_OneUnit_IsNeverNever() => LimiterHistory.ForEach(Shape, history =>
        Assert.NotNull(history.Pass().Limiter.Until(1, history.Now)));

    [Fact]
    public void Read_AnyHistory_IsNeverNegative() => LimiterHistory.ForEach(Shape, history =>
    {
        Standing standing = history.Pass().Limiter.Read(history.Now);

        Assert.Equal(history.Limit.Dimension, standing.Dimension);
        Assert.Equal(history.Limit.Amount, standing.Limit);
        Assert.Equal(history.Limit, history.Limiter.Limit);
        Assert.True(standing.Remaining >= 0);
        Assert.True(standing.UntilFull >= TimeSpan.Zero);
        Assert.True(standing.Utilization >= 0);
    });

    [Fact]
    public void Read_AnyHistory_WhatRemainsFits() => LimiterHistory.ForEach(Shape, history =>
    {
        long remaining = history.Pass().Limiter.Read(history.Now).Remaining;

        Assert.True(remaining == 0 || history.Limiter.Fits(remaining, history.Now));
        Assert.True(remaining == 0 || history.Limiter.Fits(0, history.Now));
    });

    [Fact]
    public void Read_AtUntilFull_NothingIsUsedAndATickBeforeSomethingIs() => LimiterHistory.ForEach(Shape, history =>
    {
        TimeSpan untilFull = history.Pass().Limiter.Read(history.Now).UntilFull;
        if (untilFull > TimeSpan.Zero)
            Assert.Equal(Tick, history.Limiter.Read(history.Now + untilFull - Tick).UntilFull);

        Standing full = history.Limiter.Read(history.Now + untilFull);

        Assert.Equal(TimeSpan.Zero, full.UntilFull);
        Assert.Equal(0, full.Utilization);
        Assert.True(full.Remaining >= 1);
    });

    [Fact]
    public void Take_MoreThanEverFits_TellsAnEndlessWaitAndNoCredit()
    {
        ILimiter limiter = Limiter.For(new ProviderLimit(CapacityDimension.TokensPerDay, 1_000_000, Shape));
        for (int i = 0; i < 10; i++)
            limiter.Take(long.MaxValue, TimeSpan.Zero);

        Standing standing = limiter.Read(TimeSpan.Zero);

        Assert.Equal(0, standing.Remaining);
        Assert.True(standing.Utilization > 1e12);
        Assert.False(limiter.Fits(1, TimeSpan.Zero));
        Assert.True(limiter.Until(1, TimeSpan.Zero) > TimeSpan.Zero);
    }

    private protected ILimiter New() => Limiter.For(new ProviderLimit(CapacityDimension.TokensPerMinute, 600, Shape));

    /// <summary>Now, a few moments anywhere, the starts of the first and the last grains, and the very last tick.</summary>
    private static IEnumerable<TimeSpan> Before(LimiterHistory history, TimeSpan end)
    {
        long grain = history.Limit.Grain.Ticks;
        long first = history.Now.Ticks / grain;
        long last = end.Ticks / grain;
        IEnumerable<TimeSpan> anywhere = Enumerable.Range(0, 10).Select(_ => history.AnyBefore(end));
        IEnumerable<TimeSpan> grains = Enumerable.Range(0, 30).SelectMany(i => new[] { first + i, last - i }).Select(number => new TimeSpan(number * grain));
        return anywhere.Concat(grains).Append(history.Now).Append(end - Tick).Where(moment => moment >= history.Now && moment < end).Order();
    }
}
