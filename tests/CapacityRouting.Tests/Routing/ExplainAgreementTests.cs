using CapacityRouting.Routing;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Routing;

/// <summary>Explanations and requests are of one mind: over random states and wishes the route that is named serves, at the time that is told.</summary>
public sealed class ExplainAgreementTests
{
    private const string Ordered = "ordered";
    private const string LeastUsed = "least used";
    private const string LastFirst = "last first";

    private static readonly int Cases = Extent.Of(2_000);

    [Theory]
    [InlineData(Ordered, false)]
    [InlineData(Ordered, true)]
    [InlineData(LeastUsed, false)]
    [InlineData(LeastUsed, true)]
    [InlineData(LastFirst, false)]
    [InlineData(LastFirst, true)]
    public async Task Explain_AnyStateAndRequest_SaysWhereAndWhenItGoes(string policy, bool othersWait)
    {
        Dictionary<string, int> outcomes = [];
        List<string> differences = [];
        for (int seed = 0; seed < Cases; seed++)
        {
            using ExplainedCase each = new(seed, othersWait, SelectorOf(policy));
            if (await each.DifferenceAsync() is { } difference)
                differences.Add($"Seed {seed}: {difference}.{Environment.NewLine}{each.History}");
            outcomes[each.Outcome] = outcomes.GetValueOrDefault(each.Outcome) + 1;
        }

        // The shortest story says most.
        Assert.True(differences.Count == 0, $"{differences.Count} of {Cases} differ. {differences.MinBy(story => story.Length)}");
        Assert.All(["now", "later", "refused"], outcome => Assert.True(outcomes.GetValueOrDefault(outcome) > Cases / 20, $"Few cases end so: {string.Join(", ", outcomes)}"));
    }

    private static IRouteSelector SelectorOf(string policy) => policy switch
    {
        LeastUsed => new LeastUsedSelector(),
        LastFirst => new LastFirstSelector(),
        _ => OrderedSelector.Instance,
    };
}
