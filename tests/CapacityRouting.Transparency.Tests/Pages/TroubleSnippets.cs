using Microsoft.Extensions.AI;

namespace CapacityRouting.Transparency.Pages;

/// <summary>The code of the page on troubleshooting, compiled. A test of the documents holds the page to it.</summary>
internal static class TroubleSnippets
{
    public static async Task<string> AskAsync(IChatClient client, IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        RoutingReport? report;
        try
        {
            report = (await client.GetResponseAsync(messages, options)).GetRoutingReport();
        }
        catch (Exception exception)
        {
            report = exception.GetRoutingReport();
        }

        foreach (RoutingAttempt attempt in report?.Attempts ?? [])
            Console.WriteLine($"asked {attempt.Route} for {attempt.Duration}: {attempt.Failure?.Kind.ToString() ?? "served"} {attempt.Failure?.StatusCode} {attempt.Failure?.ErrorCode}, sends {attempt.Sends}");
        foreach (RouteExclusion excluded in report?.Excluded ?? [])
            Console.WriteLine($"passed over {excluded.Route}: {excluded.Reason}, could in {excluded.AvailableIn}");
        return report?.ServedBy ?? "no route";
    }

    public static RoutingExplanation Look(IChatClient client, IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        ICapacityMonitor monitor = client.GetService<ICapacityMonitor>()!;
        foreach (RouteSnapshot route in monitor.GetSnapshot().Routes)
            Console.WriteLine($"{route.Name} ({route.Provider}): {route.InFlight} under way, circuit {route.Circuit}, closed for {route.ClosedFor}, cooling down for {route.CoolingDownFor}, observed {route.IsObserved}");
        RoutingExplanation explanation = monitor.Explain(messages, options);
        Console.WriteLine($"{explanation.Route ?? "no route"} in {explanation.Wait}, about {explanation.EstimatedTokens} tokens");
        return explanation;
    }
}
