using CapacityRouting;
using Spectre.Console;

namespace Streaming.Views;

/// <summary>Where an answer changed hands, as the report has it, and what the answer looks like there.</summary>
internal static class SeamTable
{
    private const int Shown = 30;

    public static Grid Of(AnswerContinuation seam, string answer) => new Grid().AddColumns(2)
        .AddRow("Began", Markup.Escape(seam.From))
        .AddRow("Went on", Markup.Escape(seam.To))
        .AddRow("After", $"{seam.Position} characters")
        .AddRow("Taken out", $"{seam.RemovedCharacters} characters that came twice")
        .AddRow("The seam", $"[skyblue1]...{Around(answer, seam.Position - Shown, seam.Position)}[/]|[sandybrown]{Around(answer, seam.Position, seam.Position + Shown)}...[/]");

    private static string Around(string answer, int from, int to) =>
        Markup.Escape(answer[Math.Max(from, 0)..Math.Min(to, answer.Length)].ReplaceLineEndings(" "));
}
