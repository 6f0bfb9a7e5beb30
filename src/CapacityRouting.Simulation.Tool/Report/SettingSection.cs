using System.Text;
using CapacityRouting.Simulation.Tool.Figures;
using CapacityRouting.Simulation.Tool.Runs;

namespace CapacityRouting.Simulation.Tool.Report;

/// <summary>The configuration, and the true settings of the simulated providers.</summary>
internal static class SettingSection
{
    public static string Of(IReadOnlyList<FinishedRun> runs)
    {
        StringBuilder html = new();
        foreach ((FinishedRun run, string label) in runs.Zip(RunLabels.Of(runs)))
        {
            html.Append(Html.Table(
                runs.Count == 1 ? "Routes and the providers behind them" : $"Routes of {label} and the providers behind them",
                ["Route", "Provider", "Limits as configured", "Limits that were true", "Answers", "Outages"],
                run.File.Routes.Zip(run.Result.Providers).Select(route => Row(route.First, route.Second)),
                isFigures: false));
            html.Append($"<p class=\"note\">Calls wait up to {Words.Time(run.File.Patience)} for capacity.</p>\n");
            html.Append($"<details><summary>{Html.Text(label)}</summary><pre>{Html.Text(run.File.Text)}</pre></details>\n");
        }

        return html.ToString();
    }

    private static IReadOnlyList<string> Row(RouteSnapshot route, ProviderSettings provider) =>
    [
        route.Name,
        $"{provider.Dialect}{(provider.Neighbours is [{ Share: var share }, ..] ? $", of which others use {Words.Share(share)}" : "")}",
        Configured(route),
        True(provider) is var limits && string.Equals(limits, Configured(route), StringComparison.Ordinal) ? $"the same{ShapeOf(provider)}" : $"{limits}{ShapeOf(provider)}",
        $"{Words.Time(provider.Latency.FirstToken)} to the first token, {Words.Time(provider.Latency.PerToken)} for each",
        provider.Faults.Count == 0 ? "none" : string.Join("; ", provider.Faults.Select(Outage)),
    ];

    private static string Configured(RouteSnapshot route) => Limits(route.Buckets.Where(bucket => !bucket.IsBudget).Select(bucket => (bucket.Dimension, (long)bucket.Limit)), route.MaxConcurrentRequests, route.Window);

    private static string True(ProviderSettings provider) => Limits(provider.Limits.Select(limit => (limit.Dimension, limit.Amount)), provider.MaxConcurrentRequests, provider.ContextWindow);

    private static string Limits(IEnumerable<(CapacityDimension Dimension, long Amount)> limits, int? atOnce, long? window)
    {
        List<string> parts = [.. limits.Select(limit => $"{Words.Count(limit.Amount)} {Lower(LevelPlot.NameOf(limit.Dimension))}")];
        if (atOnce is { } calls)
            parts.Add($"{Words.Count(calls)} calls at once");
        if (window is { } tokens)
            parts.Add($"{Words.Count(tokens)} input tokens a call");
        return parts.Count == 0 ? "none" : string.Join(", ", parts);
    }

    private static string ShapeOf(ProviderSettings provider) => provider.Limits is [{ Shape: not LimiterShape.Continuous and var shape }, ..] ? $" ({shape})" : "";

    private static string Outage(Fault outage) => outage.Until == TimeSpan.MaxValue ? $"from {outage.From} on" : $"{outage.From} to {outage.Until}";

    private static string Lower(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
