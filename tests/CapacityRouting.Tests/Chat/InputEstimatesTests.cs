using CapacityRouting.Chat;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Chat;

public sealed class InputEstimatesTests
{
    private readonly InputEstimates _estimates = new(Ask.Question, options: null);

    [Fact]
    public void By_SeveralEstimators_AsksEachOnce()
    {
        CountingEstimator one = new(_ => 11);
        CountingEstimator other = new(_ => 22);

        for (int i = 0; i < 3; i++)
            Assert.Equal((11, 22), (_estimates.By(one).Tokens, _estimates.By(other).Tokens));

        Assert.Equal((1, 1), (one.Calls, other.Calls));
    }

    [Fact]
    public void By_AnEstimatorThatFails_AsksItOnceAndSaysWhatWasWrong()
    {
        CountingEstimator broken = new(_ => throw new InvalidOperationException("a secret"));
        CountingEstimator negative = new(_ => -1);

        Assert.Equal("threw InvalidOperationException", _estimates.By(broken).Problem);
        Assert.Equal("threw InvalidOperationException", _estimates.By(broken).Problem);
        Assert.Equal("returned less than zero", _estimates.By(negative).Problem);
        Assert.Equal(1, broken.Calls);
    }
}
