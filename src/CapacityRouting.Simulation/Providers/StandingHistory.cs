using CapacityRouting.Simulation.Limiters;

namespace CapacityRouting.Simulation.Providers;

/// <summary>Remembers how the limits stood, for headers that tell it late.</summary>
internal sealed class StandingHistory(TimeSpan lag)
{
    private readonly Queue<(TimeSpan At, Standing[] Standings)> _later = new();
    private Standing[]? _known;

    public void Note(TimeSpan now, Standing[] standings) => _later.Enqueue((now, standings));

    /// <summary>What was so a lag ago; null while nothing had happened by then.</summary>
    public Standing[]? AsOf(TimeSpan now)
    {
        while (_later.TryPeek(out (TimeSpan At, Standing[] Standings) next) && next.At <= now - lag)
            _known = _later.Dequeue().Standings;
        return _known;
    }
}
