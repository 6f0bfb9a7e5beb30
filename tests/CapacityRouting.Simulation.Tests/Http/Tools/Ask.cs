namespace CapacityRouting.Simulation.Tests.Http.Tools;

/// <summary>A request, however it is sent.</summary>
internal sealed record Ask(string Prompt, bool IsStream = false, int MaxTokens = 100)
{
    /// <summary>A request of a workload, with exactly four characters for each token of its prompt.</summary>
    public static Ask For(int call, int input, int output) =>
        new(SimulatedPrompt.For(call, new SimulatedCall(TimeSpan.Zero, input, output)).Text);
}
