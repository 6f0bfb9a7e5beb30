using CapacityRouting.Simulation.Limiters;
using CapacityRouting.Simulation.Providers;

namespace CapacityRouting.Simulation.Wire;

/// <summary>Azure OpenAI: OpenAI's header names with resets in bare seconds. Provisioned throughput states its utilization instead.</summary>
internal sealed class AzureDialect(bool isProvisioned) : IWireDialect
{
    private const string Version = "2024-10-21";
    private const double MostPercent = 999;

    private readonly OpenAIDialect _openAI = new();

    public string ProviderName => "azure.ai.openai";

    public void WriteHeaders(IDictionary<string, string> headers, string id, IEnumerable<Standing> standings, HeaderStyle style)
    {
        headers["apim-request-id"] = id;
        Standing[] known = [.. standings];
        if (!isProvisioned)
            Array.ForEach(known, standing => WriteLimit(headers, standing, style));
        else if (known.Length > 0)
            headers["azure-openai-deployment-utilization"] = $"{Percent(known, style)}%";
    }

    public ErrorReply RateLimited(ProviderRequest request, string id, Refusal refusal, ToldWait wait) =>
        new(429, ErrorBody.Of(new { error = new { code = "429", message = Explain(refusal, wait) } })) { Headers = wait.Headers };

    public ErrorReply TurnedAway(string id, ToldWait wait, string words) =>
        new(429, ErrorBody.Of(new { error = new { code = "429", message = words } })) { Headers = wait.Headers };

    public ErrorReply Unavailable(string id) => new(503, OpenAIDialect.Error(
        "The service is temporarily unable to process your request. Please try again later.", "server_error", "InternalServerError"));

    public ErrorReply TooLong(ProviderRequest request, string id, int window) => _openAI.TooLong(request, id, window);

    public ErrorReply Broken(string id) => _openAI.Broken(id);

    private static void WriteLimit(IDictionary<string, string> headers, in Standing standing, HeaderStyle style)
    {
        // Of several windows the first that is set counts, as with OpenAI.
        string unit = LimitWords.Unit(standing.Dimension);
        if (!headers.TryAdd($"x-ratelimit-remaining-{unit}", style.Remaining(standing)) || !style.IsComplete())
            return;
        headers[$"x-ratelimit-limit-{unit}"] = style.Limit(standing);
        headers[$"x-ratelimit-reset-{unit}"] = Told.Text(Math.Ceiling(standing.UntilFull.TotalSeconds));
    }

    /// <summary>The deployment has one figure, that of its fullest limit.</summary>
    private static string Percent(Standing[] standings, HeaderStyle style) =>
        Told.Text(Math.Round(Math.Min(MostPercent, standings.Max(standing => standing.Utilization) * 100 / style.Factor)));

    private static string Explain(Refusal refusal, ToldWait wait)
    {
        // Azure publishes no wording for calls under way.
        if (refusal.Dimension is not { } dimension)
            return "Too many concurrent requests. Please retry later.";
        string when = wait.InWords is { } words ? $"Please retry after {Told.Text(Math.Ceiling(words.TotalSeconds))} seconds. " : "";
        string unit = LimitWords.CountsRequests(dimension) ? "call" : "token";
        return $"Requests to the ChatCompletions_Create Operation under Azure OpenAI API version {Version} have exceeded {unit} rate limit of your current " +
            $"OpenAI S0 pricing tier. {when}Please go here: https://aka.ms/oai/quotaincrease if you would like to further increase the default rate limit.";
    }
}
