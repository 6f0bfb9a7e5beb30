using CapacityRouting;
using QuickStart.Load;
using Spectre.Console;

namespace QuickStart.Views;

/// <summary>Redraws the routes and the last events ten times a second.</summary>
internal sealed class TerminalView(IAnsiConsole console, Settings settings, TimeProvider time) : IRunView
{
    private const int EventsShown = 8;
    private const int WideEnoughForLongBars = 110;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly RouteTable _routes = new(barWidth: console.Profile.Width < WideEnoughForLongBars ? 5 : 14);
    private readonly Queue<RunEvent> _events = new();

    public Task ShowAsync(RunWatch watch, Task run) => console
        .Live(Draw(watch))
        .StartAsync(async live =>
        {
            while (!run.IsCompleted)
            {
                await Task.WhenAny(run, Task.Delay(BetweenLooks, time));
                live.UpdateTarget(Draw(watch));
            }
        });

    public void Conclude(RunSummary summary) => console.Write(SummaryTable.Of(summary));

    private Rows Draw(RunWatch watch)
    {
        var routes = watch.Look();
        foreach (var news in watch.Progress.TakeNews())
            Remember(news);
        return new Rows(Heading(watch.Progress), _routes.Draw(routes, watch.Progress), Latest(watch.Progress, routes), Events());
    }

    private Markup Heading(RunProgress progress) => new(
        $"[bold]{progress.Elapsed.TotalSeconds:0.0} s[/]   {progress.SentCalls} of {settings.Calls} calls sent, " +
        $"{progress.FinishedCalls} finished, {progress.FailedCalls} failed");

    private static Markup Latest(RunProgress progress, IReadOnlyList<RouteSnapshot> routes) =>
        new("Served by  " + ServedStrip.Of(progress.Latest, [.. routes.Select(route => route.Name)]));

    /// <summary>Blank lines fill up a short list: a picture that keeps its height doesn't flicker.</summary>
    private Rows Events() => new(Enumerable.Range(0, EventsShown)
        .Select(i => _events.ElementAtOrDefault(i))
        .Select(news => news is null ? Text.Empty : new Text($"{news.At.TotalSeconds,5:0.0} s  {news.Text}").Ellipsis()));

    private void Remember(RunEvent news)
    {
        _events.Enqueue(news);
        if (_events.Count > EventsShown)
            _events.Dequeue();
    }
}
