using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Tools;

/// <summary>A process that spends its budgets as fast as it can, until a test kills it or nothing is left. Each call adds a byte to a file before it is made.</summary>
internal static class Spender
{
    public const int Budget = 2_000;
    public const int Spent = 3;

    private const int Workers = 4;

    // So that a call of one token costs a thousandth.
    private const decimal PricePerMillion = 1_000;

    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [nameof(Spender), var folder])
            return 0;
        using FileStream calls = new(Path.Combine(folder, "calls"), FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        CapacityRoutingOptions options = new() { QuotaSource = new FileQuotaSource(Path.Combine(folder, "usage.json")) };
        using CapacityAwareChatClient client = new([RouteOver(calls)], options);
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => SpendAsync(client)));
        return Spent;
    }

    private static ModelRoute RouteOver(FileStream calls) => new("a", new TestClient { OnResponse = (_, _, token) => AnswerAsync(calls, token) })
    {
        Limits = new() { RequestsPerDay = Budget, DailyReset = LimitReset.Calendar, RequestsPerMonth = Budget + 10, CostPerDay = (Budget + 5) / 1_000m },
        Prices = new() { OutputPerMillion = PricePerMillion },
    };

    private static async Task<ChatResponse> AnswerAsync(FileStream calls, CancellationToken token)
    {
        lock (calls)
            calls.WriteByte((byte)'.');
        await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, token);
        ChatResponse answer = TestClient.Says("ok");
        answer.Usage = new() { InputTokenCount = 5, OutputTokenCount = 1 };
        return answer;
    }

    private static async Task SpendAsync(CapacityAwareChatClient client)
    {
        try
        {
            while (true)
                await client.GetResponseAsync(Ask.Question, new() { MaxOutputTokens = 1 });
        }
        catch (NoRouteAvailableException)
        {
            // The budget is spent.
        }
    }
}
