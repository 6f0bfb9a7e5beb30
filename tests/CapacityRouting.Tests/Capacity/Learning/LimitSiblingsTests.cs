using CapacityRouting.Capacity.Limits;
using static CapacityRouting.CapacityDimension;

namespace CapacityRouting.Tests.Capacity.Learning;

/// <summary>One pair of headers that tells now this window and now that.</summary>
public sealed class LimitSiblingsTests
{
    private readonly LearningQuota _quota = new(new());

    [Theory]
    [InlineData(500, true)]
    [InlineData(200, true)]
    [InlineData(500, false)]
    public void Learn_AnotherWindowByTheSameHeaders_ReplacesTheOld(long limit, bool isTold)
    {
        Learn(Reading(RequestsPerDay, 200, WindowOrigin.Value));

        Assert.True(Learn(Reading(RequestsPerMinute, limit, isTold ? WindowOrigin.Value : WindowOrigin.Guess)));

        Assert.Equal([(RequestsPerMinute, limit)], InForce());
    }

    [Fact]
    public void Learn_TheSameFigureInAWindowThatIsAGuess_IsTheOldLimit()
    {
        Learn(Reading(RequestsPerDay, 200, WindowOrigin.Value));

        Assert.False(Learn(Reading(RequestsPerMinute, 200, WindowOrigin.Guess)));

        Assert.Equal([(RequestsPerDay, 200)], InForce());
    }

    [Fact]
    public void Learn_AWindowByItsOwnName_StandsBesideTheOthers()
    {
        Learn(Reading(RequestsPerDay, 200, WindowOrigin.Name));

        Learn(Reading(RequestsPerMinute, 500, WindowOrigin.Name));

        Assert.Equal([(RequestsPerMinute, 500), (RequestsPerDay, 200)], InForce());
    }

    [Fact]
    public void Learn_TwoWindowsAtOnce_KeepsBothEachTime()
    {
        LimitReading[] both = [Reading(TokensPerMinute, 500, WindowOrigin.Value), Reading(TokensPerDay, 2_000, WindowOrigin.Value)];
        Learn(both);

        Assert.False(Learn(both));

        Assert.Equal([(TokensPerMinute, 500), (TokensPerDay, 2_000)], InForce());
    }

    [Fact]
    public void Learn_AnotherWindow_LeavesSettingsAndOtherUnitsAlone()
    {
        LearningQuota quota = new(new() { RequestsPerDay = 1_000 });
        quota.Learn(Reading(RequestsPerDay, 200, WindowOrigin.Value));
        quota.Learn(Reading(TokensPerDay, 7_000, WindowOrigin.Value));

        quota.Learn(Reading(RequestsPerMinute, 500, WindowOrigin.Value));

        Assert.Equal([500, 1_000, 7_000], quota.Quota.Limits.Select(limit => limit.Limit));
    }

    [Fact]
    public void Learn_NoLimitButWhatIsLeft_ReplacesNothing()
    {
        Learn(Reading(RequestsPerDay, 200, WindowOrigin.Value));

        Assert.False(Learn(new LimitReading(RequestsPerMinute, null, 5, IsWhole: false) { Window = WindowOrigin.Guess }));

        Assert.Equal([(RequestsPerDay, 200)], InForce());
    }

    private static LimitReading Reading(CapacityDimension dimension, long limit, WindowOrigin origin) =>
        new(dimension, limit, Remaining: null, IsWhole: false) { Window = origin };

    private bool Learn(params LimitReading[] readings) => _quota.Quota.Learn(readings, _quota.Quota.Mark(_quota.Now), HeaderLimitUse.Tighten, _quota.Now);

    private IEnumerable<(CapacityDimension, long)> InForce() => _quota.Quota.Limits.Select(limit => (limit.Dimension, limit.Limit));
}
