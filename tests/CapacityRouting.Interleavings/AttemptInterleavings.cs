using CapacityRouting.Capacity.Limits;
using CapacityRouting.Interleavings.Tools;
using CapacityRouting.Pipeline;

namespace CapacityRouting.Interleavings;

/// <summary>An attempt has one outcome, whatever comes first. Two attempts of a call have one winner.</summary>
public sealed class AttemptInterleavings
{
    /// <summary>Every two outcomes, also the same one twice.</summary>
    public static IEnumerable<object[]> Pairs =>
        from one in Outcomes.Keys
        from other in Outcomes.Keys
        where string.CompareOrdinal(one, other) <= 0
        select new object[] { one, other };

    // Each says whether it has taken effect, where it can tell.
    private static Dictionary<string, Func<Attempt, bool?>> Outcomes { get; } = new(StringComparer.Ordinal)
    {
        [nameof(Attempt.Complete)] = attempt => attempt.Complete(CallUnderWay.Answer),
        [nameof(Attempt.Fail)] = attempt =>
        {
            attempt.Fail(CallUnderWay.Failure);
            return null;
        },
        [nameof(Attempt.Supersede)] = attempt => attempt.Supersede(default),
        [nameof(Attempt.Abandon)] = attempt => attempt.Abandon(),
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void End_TwoOutcomesAtOnce_OneTakesEffect(string one, string other)
    {
        double[] levels = [LevelAfter(one), LevelAfter(other)];
        Explorer.Explore(() =>
        {
            House house = new(House.TenTokens(slots: 2));
            Attempt attempt = new CallUnderWay(house).Attempt(isSent: true);
            List<bool?> effects = [];
            return new(
                () =>
                {
                    Assert.Contains(house.Level, levels);
                    Assert.Equal(0, house.Quota.Slots.InFlight);
                    Assert.True(effects.Count(effect => effect == true) == 1 || (effects.Contains(null) && !effects.Contains(true)), "One of two outcomes counts.");
                },
                () => effects.Add(Outcomes[one](attempt)),
                () => effects.Add(Outcomes[other](attempt)));
        }, preemptions: 2);
    }

    [Fact]
    public void Send_WhileItIsAbandoned_IsChargedIfItIsSent() => Explorer.Explore(() =>
    {
        House house = new(House.TenTokens(slots: 2));
        Attempt attempt = new CallUnderWay(house).Attempt();
        bool isSent = false;
        return new(
            () =>
            {
                Assert.True(!isSent || house.Level == 5, "What was sent is charged to nobody.");
                Assert.Equal(0, house.Quota.Slots.InFlight);
            },
            () => isSent = Record.Exception(attempt.Send) is null,
            () => attempt.Abandon());
    }, preemptions: 2);

    [Fact]
    public void TryAccept_WhileItIsAbandoned_HasOneOutcome() => Explorer.Explore(() =>
    {
        House house = new(House.TenTokens(slots: 2));
        Attempt attempt = new CallUnderWay(house).Attempt(isSent: true);
        bool isComplete = false;
        bool isAbandoned = false;
        return new(
            () =>
            {
                Assert.True(isComplete ^ isAbandoned);
                Assert.Equal(isComplete ? 2 : 5, house.Level);
                Assert.Equal(0, house.Quota.Slots.InFlight);
            },
            () => isComplete = attempt.TryAccept() && attempt.Complete(CallUnderWay.Answer),
            () => isAbandoned = attempt.Abandon());
    }, preemptions: 2);

    [Fact]
    public void TryAccept_WhileAnotherCompletes_OneWinsAndTheOtherIsSuperseded() => Explorer.Explore(() =>
    {
        House house = new(House.TenTokens(slots: 2));
        CallUnderWay call = new(house);
        Attempt stream = call.Attempt(isSent: true);
        Attempt other = call.Attempt(isSent: true);
        bool isStreamed = false;
        bool isOther = false;
        return new(
            () =>
            {
                Assert.True(isStreamed ^ isOther);
                Assert.Equal([isOther, isStreamed], call.Report.Attempts.Select(attempt => attempt.IsSuperseded));
                Assert.True(house.Level is 10 - 8 - 5 or 10 - 8 - 8, $"The level is {house.Level}.");
                Assert.Equal(0, house.Quota.Slots.InFlight);
            },
            () =>
            {
                if (stream.TryAccept())
                {
                    other.Supersede(default);
                    isStreamed = stream.Complete(CallUnderWay.Answer);
                }
            },
            () =>
            {
                isOther = other.Complete(CallUnderWay.Answer);
                if (isOther)
                    stream.Supersede(default);
            });
    }, preemptions: 2);

    [Fact]
    public void Complete_TwoAttemptsOfOneCall_OneWins() => Explorer.Explore(() =>
    {
        House house = new(House.TenTokens(slots: 2));
        CallUnderWay call = new(house);
        Attempt first = call.Attempt(isSent: true);
        Attempt second = call.Attempt(isSent: true);
        bool one = false;
        bool other = false;
        return new(
            () =>
            {
                Assert.True(one ^ other);
                Assert.Equal([other, one], call.Report.Attempts.Select(attempt => attempt.IsSuperseded));
                Assert.Equal(0, house.Quota.Slots.InFlight);
            },
            () => one = first.Complete(CallUnderWay.Answer),
            () => other = second.Complete(CallUnderWay.Answer));
    }, preemptions: 2);

    [Fact]
    public void TryWin_ByTwoAttempts_OneWins() => Explorer.Explore(() =>
    {
        House house = new(House.TenTokens(slots: 2));
        CallUnderWay call = new(house);
        Attempt first = call.Attempt();
        Attempt second = call.Attempt();
        bool one = false;
        bool other = false;
        return new(() => Assert.True(one ^ other), () => one = call.TryWin(first), () => other = call.TryWin(second));
    });

    [Fact]
    public void Grow_WhileAnotherTakes_IsChargedAtOnce() => Explorer.Explore(() =>
    {
        House house = new(House.TenTokens(slots: 2) with { OutputTokensPerMinute = 60 });
        Attempt attempt = new CallUnderWay(house).Attempt(isSent: true);
        bool taken = false;
        return new(
            () =>
            {
                Assert.Equal(taken ? 0 : 5, house.Level);
                Assert.Equal(10 - 4, house.Quota.Level(house.Quota.Limits[1], 0));
            },
            () => attempt.Grow(4, house.Time.Now),
            () => taken = house.Route.TryAdmit(CapacityUnits.OneRequest(5, 0), 0, 0, out _));
    }, preemptions: 2);

    private static double LevelAfter(string outcome)
    {
        House house = new(House.TenTokens(slots: 2));
        Outcomes[outcome](new CallUnderWay(house).Attempt(isSent: true));
        return house.Level;
    }
}
