using CapacityRouting.Queue.Contenders;
using CapacityRouting.Queue.Measuring;

namespace CapacityRouting.Queue.Running;

/// <summary>Measures one figure at both commits, cell by cell in turn: a busy spell of the machine slows both.</summary>
internal sealed class FigureRun
{
    private readonly Figure _figure;
    private readonly FigureResult _result;
    private readonly List<(ChildProcess Process, Readings Readings, HashSet<string> Open)> _sides = [];

    private FigureRun(Figure figure, ChildProcess? before, ChildProcess now)
    {
        _figure = figure;
        _result = new(figure, before is null ? null : new());
        if (_result.Before is { } readings)
            _sides.Add((before!, readings, []));
        _sides.Add((now, _result.Now, []));
    }

    public static async Task<FigureResult> OfAsync(Figure figure, ChildProcess? before, ChildProcess now)
    {
        FigureRun run = new(figure, before, now);
        await run.OpenAsync();
        for (int round = 0; round < figure.Rounds; round++)
            await run.MeasureAsync();
        await run.CloseAsync();
        return run._result;
    }

    private async Task OpenAsync()
    {
        foreach (string cell in _figure.Cells)
            foreach ((ChildProcess process, Readings readings, HashSet<string> open) in _sides)
                if (Take(await process.AskAsync(new(Verb.Open, _figure.Name, cell)), readings, cell))
                    open.Add(cell);
    }

    private async Task MeasureAsync()
    {
        foreach (string cell in _figure.Cells)
            foreach ((ChildProcess process, Readings readings, HashSet<string> open) in _sides)
                if (open.Contains(cell) && !Take(await process.AskAsync(new(Verb.Measure, _figure.Name, cell)), readings, cell))
                    open.Remove(cell);
    }

    private async Task CloseAsync()
    {
        foreach ((ChildProcess process, _, _) in _sides)
            await process.AskAsync(new(Verb.Close, _figure.Name, ""));
    }

    /// <returns>Whether the cell can be measured on.</returns>
    private bool Take(Reply reply, Readings readings, string cell)
    {
        if (reply.Values is { } values)
            readings.Add(cell, values);
        if (reply.Skipped is { } why)
            readings.Skip(cell, why);
        if (reply.Error is { } error)
        {
            readings.Skip(cell, "failed");
            _result.Errors.Add(error);
            Console.Error.WriteLine(error);
        }

        return reply is { Skipped: null, Error: null };
    }
}
