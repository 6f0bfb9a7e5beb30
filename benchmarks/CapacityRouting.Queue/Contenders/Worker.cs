using CapacityRouting.Queue.Figures;
using CapacityRouting.Queue.Measuring;
using CapacityRouting.Queue.Running;

namespace CapacityRouting.Queue.Contenders;

/// <summary>Does in its own process what is requested, with the library that the program was built against.</summary>
internal sealed class Worker(BenchmarkSettings settings)
{
    private readonly Figure[] _figures = FigureTable.All(settings);
    private readonly Dictionary<string, ICell> _cells = [];

    public async Task<Reply> AskAsync(Request request)
    {
        try
        {
            return await DoAsync(request);
        }
        catch (TooSlowException slow)
        {
            _cells.Remove(request.Cell);
            return new(Skipped: slow.Message);
        }
        catch (Exception thrown)
        {
            return new(Error: $"{request}: {thrown}");
        }
    }

    private async Task<Reply> DoAsync(Request request)
    {
        switch (request.Verb)
        {
            case Verb.Open:
                Figure figure = _figures.Single(each => each.Name == request.Figure);
                _cells[request.Cell] = await figure.OpenAsync(request.Cell);
                return new();
            case Verb.Measure:
                GC.Collect();
                return new(await _cells[request.Cell].MeasureAsync());
            default:
                // Lines of callers are not ended: that would take longer than to measure them, and the process ends soon.
                _cells.Clear();
                return new();
        }
    }
}
