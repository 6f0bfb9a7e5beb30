using Microsoft.Extensions.AI;

namespace CapacityRouting.Simulation.Tests.Providers;

/// <summary>One provider in a time of its own, and calls to it at exact moments. Unless its settings say otherwise it answers in no time.</summary>
internal sealed class ProviderBench
{
    private int _calls;

    public ProviderBench(ProviderSettings settings, int seed = 0)
    {
        Clock = new RunClock(Time);
        Provider = new SimulatedProvider(settings, Clock, seed);
        Client = Provider.AsChatClient();
    }

    public static LatencyModel Instant { get; } =
        new() { FirstToken = TimeSpan.Zero, Jitter = TimeSpan.Zero, PerToken = TimeSpan.Zero, Refusal = TimeSpan.Zero };

    /// <summary>The first token after a second, and each token a tenth.</summary>
    public static LatencyModel Slow { get; } =
        new() { FirstToken = TimeSpan.FromSeconds(1), Jitter = TimeSpan.Zero, PerToken = TimeSpan.FromSeconds(0.1), Refusal = TimeSpan.FromSeconds(0.5) };

    public VirtualTime Time { get; } = new();

    public RunClock Clock { get; }

    public SimulatedProvider Provider { get; }

    public IChatClient Client { get; }

    /// <summary>Settings of a provider with these limits that answers in no time.</summary>
    public static ProviderSettings Settings(params ProviderLimit[] limits) =>
        new() { Name = "gpt", Limits = limits, Latency = Instant, Charge = ChargeRule.Anthropic, RetryAfter = RetryAfterStyle.Exact };

    public void Run(Func<Task> main) => Time.Run(async () =>
    {
        Clock.Start();
        await main();
    });

    /// <summary>Waits until a moment of the run, to the tick.</summary>
    public Task UntilAsync(double seconds) => InlineDelay.For(TimeSpan.FromSeconds(seconds) - Clock.Elapsed, Time, CancellationToken.None);

    /// <summary>A call whose prompt has four characters for each token, unless something else is said.</summary>
    public Task<ChatResponse> CallAsync(int input = 10, int output = 1, int? max = null, double charactersPerToken = 4, CancellationToken cancellationToken = default) =>
        Client.GetResponseAsync([Prompt(input, output, charactersPerToken)], new ChatOptions { MaxOutputTokens = max }, cancellationToken);

    public IAsyncEnumerable<ChatResponseUpdate> Stream(int input = 10, int output = 1, int? max = null, CancellationToken cancellationToken = default) =>
        Client.GetStreamingResponseAsync([Prompt(input, output, 4)], new ChatOptions { MaxOutputTokens = max }, cancellationToken);

    /// <summary>A call that is turned away.</summary>
    public Task<SimulatedProviderException> RefusedAsync(int input = 10, int output = 1, int? max = null) =>
        Assert.ThrowsAsync<SimulatedProviderException>(() => CallAsync(input, output, max));

    /// <summary>Whether a call is answered now.</summary>
    public async Task<bool> IsServedAsync(int input = 10, int output = 1, int? max = null)
    {
        try
        {
            await CallAsync(input, output, max);
            return true;
        }
        catch (SimulatedProviderException)
        {
            return false;
        }
    }

    /// <summary>What a call is told that is turned away for its size: "Used" in the words of OpenAI's error.</summary>
    public async Task<int> UsedAsync(int allOfIt)
    {
        SimulatedProviderException refused = await RefusedAsync(allOfIt);
        string told = refused.Body[(refused.Body.IndexOf("Used ", StringComparison.Ordinal) + "Used ".Length)..];
        return int.Parse(told[..told.IndexOf(',', StringComparison.Ordinal)]);
    }

    private ChatMessage Prompt(int input, int output, double charactersPerToken) =>
        SimulatedPrompt.For(_calls++, new SimulatedCall(TimeSpan.Zero, input, output), charactersPerToken);
}
