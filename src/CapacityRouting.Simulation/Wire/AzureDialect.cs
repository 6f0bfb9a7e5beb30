using CapacityRouting.Simulation.Limiters;
using CapacityRouting.Simulation.Providers;

namespace CapacityRouting.Simulation.Wire;

/// <summary>Azure OpenAI: OpenAI's names with resets in bare seconds; provisioned throughput tells its utilization instead.</summary>
internal sealed class AzureDialect(bool isProvisioned) : IWireDialect
{
    private readonly OpenAIDialect _openAI = new();

    public string ProviderName => "azure.ai.openai";

    public void WriteHeaders(IDictionary<string, string> headers, string id, IEnumerable<Standing> standings, HeaderStyle style)
    {
        headers["apim-request-id"] = id;
        foreach (Standing standing in standings)
        {
            if (isProvisioned)
                WriteUtilization(headers, standing, style);
            else
                WriteLimit(headers, standing, style);
        }
    }

    public ErrorReply RateLimited(ProviderRequest request, string id, Refusal refusal, ToldWait wait)
    {
        string unit = refusal.Dimension is CapacityDimension.RequestsPerMinute ? "call" : "token";
        string when = wait.InWords is { } words ? $"Please retry after {Told.Text(Math.Ceiling(words.TotalSeconds))} seconds." : "Please retry later.";
        string message = $"Requests to the ChatCompletions_Create Operation under Azure OpenAI API have exceeded {unit} rate limit of your current pricing tier. {when}";
        return new(429, OpenAIDialect.Error(message, "rate_limit", "429")) { Headers = wait.Headers };
    }

    public ErrorReply Unavailable(string id) => new(503, OpenAIDialect.Error(
        "The service is temporarily unable to process your request. Please try again later.", "server_error", "InternalServerError"));

    public ErrorReply TooLong(ProviderRequest request, string id, int window) => _openAI.TooLong(request, id, window);

    public ErrorReply Broken(string id) => _openAI.Broken(id);

    private static void WriteLimit(IDictionary<string, string> headers, in Standing standing, HeaderStyle style)
    {
        string unit = standing.Dimension == CapacityDimension.RequestsPerMinute ? "requests" : "tokens";
        headers[$"x-ratelimit-remaining-{unit}"] = style.Remaining(standing);
        if (!style.IsComplete())
            return;
        headers[$"x-ratelimit-limit-{unit}"] = style.Limit(standing);
        headers[$"x-ratelimit-reset-{unit}"] = Told.Text(Math.Ceiling(standing.UntilFull.TotalSeconds));
    }

    private static void WriteUtilization(IDictionary<string, string> headers, in Standing standing, HeaderStyle style)
    {
        double percent = Math.Min(999, standing.Utilization * 100 / style.Factor);
        headers["azure-openai-deployment-utilization"] = $"{Told.Text(Math.Round(percent))}%";
    }
}
