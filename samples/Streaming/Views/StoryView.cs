using CapacityRouting;
using Microsoft.Extensions.AI;
using Spectre.Console;

namespace Streaming.Views;

/// <summary>Shows the answers as they come, each model's words in a colour of their own, and what the reports say of them.</summary>
internal static class StoryView
{
    // Files and pipes get plain text.
    private static readonly IAnsiConsole Screen = AnsiConsole.Create(new() { Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect });

    public static void Ask(string question) => Screen.MarkupLineInterpolated($"\n[bold]{question}[/]");

    public static void Begin(string title)
    {
        Screen.WriteLine();
        Screen.Write(new Rule($"[bold]{title}[/]").LeftJustified());
        Screen.WriteLine();
    }

    public static void Write(ChatResponseUpdate update)
    {
        var colour = update.ModelId?.StartsWith("gpt", StringComparison.Ordinal) == true ? Color.SkyBlue1 : Color.SandyBrown;
        Screen.Write(new Text(update.Text, new Style(colour)));
    }

    public static void End(ChatResponse response)
    {
        Screen.WriteLine();
        Screen.WriteLine();
        var report = response.GetRoutingReport()!;
        Screen.Write(ReportTable.Of(report));
        foreach (var seam in report.Continuations)
            Screen.Write(SeamTable.Of(seam, response.Text));
    }

    public static void End(StreamInterruptedException thrown)
    {
        Screen.Write(new Text(" ...", new Style(Color.Red)));
        Screen.WriteLine();
        Screen.WriteLine();
        Screen.MarkupLineInterpolated($"[red]{nameof(StreamInterruptedException)}[/]: {thrown.Message}");
        Screen.MarkupLineInterpolated($"ReceivedText has {thrown.ReceivedText.Length} characters, for a caller who can make use of them.");
        Screen.Write(ReportTable.Of(thrown.GetRoutingReport()!));
    }
}
