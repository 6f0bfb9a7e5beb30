using System.Text.Json;
using CapacityRouting;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Spectre.Console;

namespace AgentSample.Views;

/// <summary>Shows the conversation as it goes, and where each call of it went.</summary>
internal static class TurnView
{
    // Files and pipes get plain text.
    private static readonly IAnsiConsole Screen = AnsiConsole.Create(new() { Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect });

    public static void Ask(string question) => Screen.MarkupInterpolated($"\n[bold]{question}[/]\n");

    public static void Write(AgentResponseUpdate update)
    {
        Screen.Write(update.Text);
        foreach (var call in update.Contents.OfType<FunctionCallContent>())
            Screen.MarkupInterpolated($" [grey]({call.Name} {JsonSerializer.Serialize(call.Arguments)})[/]\n");
    }

    public static void End(Turn turn)
    {
        var table = new Table().RoundedBorder().AddColumns("Call", "Route", "Took", "Ended", "Passed over");
        foreach (var (number, call) in turn.Calls.Index())
            foreach (var attempt in call.Attempts)
                table.AddRow($"{number + 1}", attempt.Route, $"{attempt.Duration.TotalSeconds:0.00} s", EndOf(attempt), PassedOver(call));
        Screen.WriteLine();
        Screen.Write(table);
    }

    public static void Stored(JsonElement session) => Screen.MarkupInterpolated($"\n[grey]The session was stored, {session.GetRawText().Length} characters, and restored.[/]\n");

    /// <summary>Tells what came as expected, and gives the exit code.</summary>
    public static int Conclude(params IReadOnlyList<(string What, bool AsExpected)> facts)
    {
        Screen.WriteLine();
        foreach (var (what, asExpected) in facts)
            Screen.MarkupLineInterpolated($"{(asExpected ? "yes" : "NO ")}  {what}");
        return facts.All(fact => fact.AsExpected) ? 0 : 1;
    }

    private static string EndOf(RoutingAttempt attempt) =>
        attempt.Failure is not { } failure ? "well" : failure.RetryAfter is { } wait ? $"{failure.Kind}, wait {wait.TotalSeconds:0.#} s" : $"{failure.Kind}";

    private static string PassedOver(RoutingReport call) => string.Join(", ", call.Excluded.Select(excluded => $"{excluded.Route}: {excluded.Reason}"));
}
