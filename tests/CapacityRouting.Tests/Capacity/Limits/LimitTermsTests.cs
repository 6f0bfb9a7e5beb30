using CapacityRouting.Capacity.Limits;

namespace CapacityRouting.Tests.Capacity.Limits;

public sealed class LimitTermsTests
{
    [Theory]
    [InlineData(null, null, HeaderLimitUse.Tighten, null, LimitSource.Learned)]
    [InlineData(60L, null, HeaderLimitUse.Tighten, 60L, LimitSource.Configured)]
    [InlineData(null, 60L, HeaderLimitUse.Tighten, 60L, LimitSource.Stated)]
    [InlineData(60L, 40L, HeaderLimitUse.Tighten, 40L, LimitSource.Stated)]
    [InlineData(60L, 60L, HeaderLimitUse.Tighten, 60L, LimitSource.Configured)]
    [InlineData(60L, 90L, HeaderLimitUse.Tighten, 60L, LimitSource.Configured)]
    [InlineData(60L, null, HeaderLimitUse.Follow, 60L, LimitSource.Configured)]
    [InlineData(null, 60L, HeaderLimitUse.Follow, 60L, LimitSource.Stated)]
    [InlineData(60L, 40L, HeaderLimitUse.Follow, 40L, LimitSource.Stated)]
    [InlineData(60L, 90L, HeaderLimitUse.Follow, 90L, LimitSource.Stated)]
    public void InForce_OfEachUse_IsTheOneThatCounts(long? configured, long? stated, HeaderLimitUse use, long? inForce, LimitSource source)
    {
        LimitTerms terms = new(configured, stated, use);

        Assert.Equal(inForce, terms.InForce);
        if (inForce is not null)
            Assert.Equal(source, terms.Source);
    }

    [Theory]
    [InlineData(40, 40)]
    [InlineData(80, 60)]
    public void Told_AnotherLimitThanBefore_CountsTheLast(long last, long inForce) =>
        Assert.Equal(inForce, new LimitTerms(60, Stated: 50).Told(last, HeaderLimitUse.Tighten, now: 0).InForce);

    [Theory]
    [InlineData(null, null, 40, 40)]
    [InlineData(60L, null, 40, 40)]
    [InlineData(60L, null, 90, 60)]
    [InlineData(null, 50L, 90, 50)]
    [InlineData(60L, 50L, 55, 50)]
    public void Refused_NamingALimit_OnlyTightens(long? configured, long? stated, long named, long inForce)
    {
        Assert.Equal(inForce, new LimitTerms(configured, stated).Refused(named, now: 0).InForce);
        Assert.True(new LimitTerms(configured, stated, HeaderLimitUse.Follow).Refused(named, now: 0).InForce <= named);
    }

    [Fact]
    public void Refused_AgainLater_LastsLonger()
    {
        LimitTerms terms = new LimitTerms(60).Refused(3, now: 10).Refused(3, now: 20);

        Assert.Equal(3, terms.NamedSince(19).InForce);
        Assert.Equal(new LimitTerms(60), terms.NamedSince(20));
    }

    /// <summary>Figures in a refusal outrank headers that they contradict: the same statement again is no news.</summary>
    [Theory]
    [InlineData(600, 60)]
    [InlineData(500, 500)]
    [InlineData(50, 50)]
    public void Told_AfterARefusal_CountsWhereItIsNews(long told, long inForce)
    {
        LimitTerms refused = new LimitTerms(Configured: null).Told(600, HeaderLimitUse.Tighten, now: 0).Refused(60, now: 1);

        Assert.Equal(inForce, refused.Told(told, HeaderLimitUse.Tighten, now: 2).InForce);
    }

    [Fact]
    public void Told_FirstAfterARefusal_LeavesTheRefusalsFigure() =>
        Assert.Equal(3, new LimitTerms(600).Refused(3, now: 0).Told(500, HeaderLimitUse.Tighten, now: 1).InForce);

    /// <summary>A figure a thousandfold below the settings is more likely misread than true.</summary>
    [Theory]
    [InlineData(1_000_000, 999, 1_000_000)]
    [InlineData(1_000_000, 1_000, 1_000)]
    public void Told_FarBelowTheSettings_CountsOnceARefusalBearsItOut(long configured, long told, long inForce)
    {
        LimitTerms terms = new LimitTerms(configured).Told(told, HeaderLimitUse.Tighten, now: 0);

        Assert.Equal(inForce, terms.InForce);
        Assert.Equal(told, terms.Contradicted().InForce);
    }

    [Fact]
    public void Refused_FarBelowTheSettings_CountsOnceAnotherRefusalNamesIt()
    {
        LimitTerms once = new LimitTerms(1_000_000).Refused(5, now: 0);

        Assert.Equal(1_000_000, once.InForce);
        Assert.Equal(1_000_000, once.Refused(6, now: 1).InForce);
        Assert.Equal(5, once.Refused(5, now: 1).InForce);
    }

    [Fact]
    public void Set_ToWhatItWas_KeepsWhatWasStated() =>
        Assert.Equal(new LimitTerms(60, Stated: 50), new LimitTerms(60, Stated: 50).Set(60));

    [Fact]
    public void Set_ToAnother_ForgetsWhatWasStatedAndNamed() =>
        Assert.Equal(new LimitTerms(600), new LimitTerms(60, Stated: 50).Refused(3, now: 0).Set(600));
}
