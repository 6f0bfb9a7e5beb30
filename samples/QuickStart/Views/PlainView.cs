using CapacityRouting;
using QuickStart.Load;
using Spectre.Console;

namespace QuickStart.Views;

/// <summary>For files and pipes: one line a second, and each event as it comes.</summary>
internal sealed class PlainView(TextWriter output, Settings settings, TimeProvider time) : IRunView
{
    private const int LooksPerLine = 10;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    public async Task ShowAsync(RunWatch watch, Task run)
    {
        for (var look = 0; !run.IsCompleted; look++)
        {
            var routes = watch.Look();
            WriteNews(watch);
            if (look % LooksPerLine == 0)
                output.WriteLine(Line(watch, routes));
            await Task.WhenAny(run, Task.Delay(BetweenLooks, time));
        }

        WriteNews(watch);
    }

    public void Conclude(RunSummary summary)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Write(SummaryTable.Of(summary));
    }

    private void WriteNews(RunWatch watch)
    {
        foreach (var news in watch.Progress.TakeNews())
            output.WriteLine($"{news.At.TotalSeconds,5:0.0} s    {news.Text}");
    }

    private string Line(RunWatch watch, IReadOnlyList<RouteSnapshot> routes)
    {
        var progress = watch.Progress;
        var perRoute = routes.Select(route => $"{route.Name} {progress.ServedBy(route.Name)} ({route.InFlight} in flight, {RouteCondition.Of(route)})");
        return $"{progress.Elapsed.TotalSeconds,5:0.0} s  {progress.FinishedCalls}/{settings.Calls} calls  {string.Join("  ", perRoute)}";
    }
}
