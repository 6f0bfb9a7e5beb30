namespace QuickStart.Load;

/// <summary>Plans the calls: random arrivals, prompts from a line to a page, every third answer streamed.</summary>
internal static class CallPlan
{
    private const string Sentence = "Every call should reach a model that has room for it. ";

    public static IReadOnlyList<PlannedCall> Make(int calls, double rate, int seed)
    {
        var random = new Random(seed);
        var plan = new List<PlannedCall>(calls);
        var dueAt = TimeSpan.Zero;
        for (var number = 1; number <= calls; number++)
        {
            plan.Add(new PlannedCall(number, dueAt, Prompt(random), random.Next(64, 193), number % 3 == 0));
            dueAt += Gap(rate, random);
        }

        return plan;
    }

    /// <summary>Exponential gaps make a Poisson process, with the clusters that independent users produce.</summary>
    private static TimeSpan Gap(double rate, Random random) => TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / rate);

    /// <summary>Most prompts are short and a few are long.</summary>
    private static string Prompt(Random random)
    {
        var sentences = 4 + (int)(60 * Math.Pow(random.NextDouble(), 3));
        return string.Concat(Enumerable.Repeat(Sentence, sentences));
    }
}
