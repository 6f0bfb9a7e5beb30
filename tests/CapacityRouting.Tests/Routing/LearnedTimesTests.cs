using CapacityRouting.Routing;
using CapacityRouting.Time;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Routing;

public sealed class LearnedTimesTests
{
    private long _at;
    private static readonly Clock Clock = new(new FakeTimeProvider());

    private readonly LearnedTimes _times = new(Ticks(5), Ticks(60), Ticks(1));

    [Fact]
    public void Limits_UntilTwentyAnswers_AreTheLongestAndNone()
    {
        Assert.Equal(60, Limit());
        Come(answers: 19, seconds: 1);
        Assert.Equal(60, Limit());
        Assert.Equal(Clock.Never, _times.LateAfter());

        Come(answers: 1, seconds: 1);
        Assert.Equal(6, Limit());
        Assert.Equal(3, Late());
    }

    [Theory]
    [InlineData(0, 5, 1)]
    [InlineData(0.3, 5, 1)]
    [InlineData(0.5, 5, 1.5)]
    [InlineData(1, 6, 3)]
    [InlineData(5, 30, 15)]
    [InlineData(20, 60, 60)]
    [InlineData(45, 60, 135)]
    [InlineData(1e9, 60, 180)]
    public void Limits_TheSameTimeTwenty_AreMultiplesOfItWithinBounds(double seconds, double limit, double late)
    {
        Come(answers: 20, seconds);

        Assert.Equal(limit, Limit());
        Assert.Equal(late, Late());
    }

    [Fact]
    public void Limits_OneSlowFirstCall_DoesNotDisturbThem()
    {
        Come(answers: 1, seconds: 50);
        Come(answers: 19, seconds: 1);

        Assert.Equal(6, Limit());
    }

    [Fact]
    public void Limits_TheFirstTwenty_AreOfTheNineteenth()
    {
        // In an order that is neither rising nor falling: 7 and 20 have no common divisor.
        for (int i = 0; i < 20; i++)
            Come(answers: 1, seconds: (1 + (i * 7 % 20)) / 4.0);

        // 0.25 to 5 seconds: the nineteenth is 4.75.
        Assert.Equal(28.5, Limit());
        Assert.Equal(14.25, Late());
    }

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(10_000_000)]
    [InlineData(1_000_000_000)]
    public void Limits_ManyUniformTimes_AreNearThreeTimesTheirPercentilesInAnyTicks(long frequency)
    {
        LearnedTimes times = new(frequency, 60 * frequency, frequency);
        Random random = new(1);
        for (int i = 0; i < 5_000; i++)
            times.Observe((long)(random.NextDouble() * 4 * frequency));
        (double limit, double late) = (0, 0);
        for (int i = 0; i < 20_000; i++)
        {
            times.Observe((long)(random.NextDouble() * 4 * frequency));
            (limit, late) = (limit + (times.LimitFor() / 20_000.0), late + (times.LateAfter() / 20_000.0));
        }

        // From 0 to 4 s, the 99th percentile is 3.96 s, and the 95th 3.8 s.
        Assert.InRange(limit / frequency, 11.9 * 0.9, 11.9 * 1.1);
        Assert.InRange(late / frequency, 11.4 * 0.9, 11.4 * 1.1);
    }

    /// <summary>Healthy answers with a heavy tail: the time to a first content, and that of a whole response of 1 to 4,000 tokens.</summary>
    [Theory]
    [InlineData(0.3, 0.5, 0)]
    [InlineData(0.3, 1, 0)]
    [InlineData(1, 0.7, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(4, 1, 0)]
    [InlineData(0.3, 1, 0.002)]
    [InlineData(0.3, 1, 0.02)]
    [InlineData(1, 1, 0.01)]
    public void Limits_HealthyAnswersWithAHeavyTail_GiveUpFewerThanOneInAThousand(double median, double sigma, double perToken)
    {
        (int givenUp, int all) = (0, 0);
        for (int seed = 0; seed < 50; seed++)
        {
            Random random = new(seed);
            LearnedTimes times = perToken == 0 ? new(Ticks(5), Ticks(60), Ticks(1)) : new(Ticks(5), Ticks(300), Ticks(1));
            for (int i = 0; i < 500; i++, all++)
            {
                double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
                double written = perToken * Math.Exp(random.NextDouble() * Math.Log(4_000));
                long takes = Ticks((median * Math.Exp(sigma * normal)) + written);
                long limit = times.LimitFor(tokens: 200);
                if (takes <= limit)
                {
                    times.Observe(takes, tokens: 200);
                    continue;
                }

                // What today's fixed time would have given up too is not given up by what was learned.
                givenUp += limit < Ticks(perToken == 0 ? 60 : 300) ? 1 : 0;
                times.GivenUp(limit, _at += limit, tokens: 200);
            }
        }

        Assert.Equal(25_000, all);
        Assert.InRange(givenUp, 0, all / 1_000);
    }

    /// <summary>Most answers are quick, and now and then the model thinks for long.</summary>
    [Fact]
    public void Limit_OneAnswerInThirtyThinks_LearnsToWaitForIt()
    {
        Random random = new(1);
        int givenUp = 0;
        for (int i = 0; i < 3_000; i++)
        {
            long takes = random.Next(30) == 0 ? Ticks(45) : Ticks(0.5);
            if (takes <= _times.LimitFor())
                _times.Observe(takes);
            else
                _times.GivenUp(_times.LimitFor(), _at += _times.LimitFor());
            givenUp += takes > _times.LimitFor() && i >= 1_500 ? 1 : 0;
        }

        Assert.Equal(0, givenUp);
    }

    [Fact]
    public void Limits_OfAWholeResponse_GrowWithItsExpectedOutput()
    {
        LearnedTimes times = new(Ticks(5), Ticks(300), Ticks(1));

        // 1 s and 10 ms a token.
        for (int i = 0; i < 40; i++)
            times.Observe(Ticks(i % 2 == 0 ? 2 : 11), tokens: i % 2 == 0 ? 100 : 1_000);

        Assert.Equal(12, Seconds(times.LimitFor(tokens: 100)), 0.5);
        Assert.Equal(66, Seconds(times.LimitFor(tokens: 1_000)), 2.0);
        Assert.Equal(300, Seconds(times.LimitFor(tokens: long.MaxValue)));
        Assert.Equal(times.LimitFor(), times.LimitFor(tokens: -7));
    }

    [Theory]
    [InlineData(1, 5.9, 0)]
    [InlineData(1, 6.5, 1)] // A nudge of 9.9 % makes it 6.59.
    [InlineData(1, 10, 2)] // The second in a row has waited 6.59: twice that is 13.19.
    [InlineData(1, 60, 5)] // 26.4, 52.8, a minute.
    [InlineData(0.1, 6, 2)] // The first nudge is lost in the least of 5 s; then 10.
    [InlineData(0.1, 60, 5)] // 20, 40, a minute.
    public void GivenUp_RouteThatIsSlowerForGood_HasEnoughAfterSoMany(double before, double now, int givenUp)
    {
        Come(answers: 20, before);

        Assert.Equal(givenUp, GivenUpUntil(now));
        Assert.Equal(0, GivenUpUntil(now));
    }

    /// <summary>Of those at the least limit too, where the first one's nudge is lost.</summary>
    [Theory]
    [InlineData(1, 6.59)]
    [InlineData(0.1, 5)]
    public void GivenUp_ManyAtOnce_CountAsOne(double before, double limit)
    {
        Come(answers: 20, before);

        for (int i = 0; i < 50; i++)
            _times.GivenUp(Ticks(6), now: Ticks(100));

        Assert.Equal(limit, Limit(), 2);
    }

    [Fact]
    public void GivenUp_AfterLessTimeThanTheLimit_TeachesNothing()
    {
        for (int i = 0; i < 100; i++)
            _times.GivenUp(Ticks(1), _at += Ticks(1));
        Come(answers: 19, seconds: 1);
        Assert.Equal(60, Limit());

        Come(answers: 1, seconds: 1);
        Assert.Equal(6, Limit());
    }

    [Fact]
    public void GivenUp_RouteThatIsWellAgain_ComesDownSlowly()
    {
        Come(answers: 20, seconds: 1);
        Assert.Equal(2, GivenUpUntil(10));

        // By a thousandth with each answer.
        Come(answers: 100, seconds: 1);
        Assert.InRange(Limit(), 11, 13.2);
        Come(answers: 2_000, seconds: 1);
        Assert.Equal(5, Limit());
    }

    [Fact]
    public void Forget_WhatWasLearned_IsTheStateOfTheStart()
    {
        Come(answers: 20, seconds: 1);

        _times.Forget();

        Assert.Equal(60, Limit());
        Assert.Equal(Clock.Never, _times.LateAfter());
    }

    private void Come(int answers, double seconds)
    {
        for (int i = 0; i < answers; i++)
            _times.Observe(Ticks(seconds));
    }

    /// <summary>How many answers are given up before one has the time that it takes.</summary>
    private int GivenUpUntil(double seconds)
    {
        for (int givenUp = 0; givenUp < 100; givenUp++)
        {
            if (Ticks(seconds) <= _times.LimitFor())
            {
                _times.Observe(Ticks(seconds));
                return givenUp;
            }

            _times.GivenUp(_times.LimitFor(), _at += _times.LimitFor());
        }

        return int.MaxValue;
    }

    private double Limit() => Seconds(_times.LimitFor());

    private double Late() => Seconds(_times.LateAfter());

    private static double Seconds(long ticks) => Clock.ToTimeSpan(ticks).TotalSeconds;

    private static long Ticks(double seconds) => Clock.ToTicks(TimeSpan.FromSeconds(seconds));
}
