using CapacityRouting.Simulation.Tool.Figures;

namespace CapacityRouting.Simulation.Tool.Terminal;

/// <summary>Writes a line whenever another fifth of a run is done.</summary>
internal sealed class ProgressLines(TextWriter output, string name, TimeSpan duration) : IProgress<TimeSpan>
{
    private const int Parts = 5;
    private int _told;

    public void Report(TimeSpan value)
    {
        int part = duration == TimeSpan.Zero ? 0 : (int)(value / duration * Parts);
        if (part <= _told || part > Parts)
            return;
        _told = part;
        output.WriteLine($"{name}: {part * 100 / Parts} % of {Words.Time(duration)} simulated");
    }
}
