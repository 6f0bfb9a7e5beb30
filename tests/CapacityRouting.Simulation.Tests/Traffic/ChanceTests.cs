using CapacityRouting.Simulation.Traffic;

namespace CapacityRouting.Simulation.Tests.Traffic;

public sealed class ChanceTests
{
    [Fact]
    public void Next_SameSeed_GivesTheSameNumbers() => Assert.Equal(Numbers(seed: 7, stream: 1), Numbers(seed: 7, stream: 1));

    // Reckoned from the published definition, in another language.
    [Theory]
    [InlineData(7, 0.7455368261377687, 0.2078761653247262, 0.06425311738179917)]
    [InlineData(-7, 0.17775871592017933, 0.833591929363149, 0.17077649612718282)]
    public void Next_Seed_GivesTheseNumbersOnEveryMachine(int seed, params double[] expected) => Assert.Equal(expected, Numbers(seed, stream: 1)[..3]);

    // Their neighbours among seeds and streams; and negative seeds are seeds of their own.
    [Theory]
    [InlineData(8, 1)]
    [InlineData(7, 2)]
    [InlineData(-7, 1)]
    [InlineData(1, 7)]
    public void Next_OtherSeedOrStream_GivesOthers(int seed, int stream) => Assert.Empty(Numbers(7, 1).Intersect(Numbers(seed, stream)));

    // The mean of 100 even numbers has a standard deviation of 0.289 / 10 = 0.029; five of them are 0.14.
    [Fact]
    public void Next_FirstNumbersOfNeighbouringSeeds_AreSpreadEvenly()
    {
        double[] first = [.. Enumerable.Range(0, 100).Select(seed => new Chance(seed, 1).Next())];

        Assert.InRange(first.Average(), 0.36, 0.64);
        Assert.All(Enumerable.Range(0, 4), quarter => Assert.InRange(first.Count(number => (int)(number * 4) == quarter), 8, 42));
    }

    [Fact]
    public void Next_ManyNumbers_AreInsideTheUnitInterval() => Assert.All(Numbers(0, 0), number => Assert.True(number is > 0 and < 1));

    private static double[] Numbers(int seed, int stream)
    {
        Chance chance = new(seed, stream);
        return [.. Enumerable.Range(0, 1_000).Select(_ => chance.Next())];
    }
}
