using CapacityRouting.Simulation.Traffic;

namespace CapacityRouting.Simulation;

public static partial class Workloads
{
    /// <summary>All calls of several workloads, by their time; of those that arrive at once, the earlier workload's first.</summary>
    /// <param name="name">How reports call the whole.</param>
    /// <param name="workloads">The parts: at least one.</param>
    /// <exception cref="ArgumentException">There is no part, or one is null.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="workloads"/> is null.</exception>
    public static Workload Merge(string name, params Workload[] workloads)
    {
        ArgumentNullException.ThrowIfNull(workloads);
        if (workloads.Length == 0 || Array.Exists(workloads, part => part is null))
            throw new ArgumentException("There must be at least one workload, and none may be null.", nameof(workloads));
        return new Workload(name, workloads.SelectMany(part => part.Calls).OrderBy(call => call.At));
    }

    /// <summary>The same calls in less time, or in more: the rate times a factor.</summary>
    /// <param name="workload">The calls.</param>
    /// <param name="factor">2 for twice the rate in half the time; finite and above 0.</param>
    /// <returns>A workload that has the factor in its name.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="workload"/> is null.</exception>
    public static Workload Scale(this Workload workload, double factor)
    {
        ArgumentNullException.ThrowIfNull(workload);
        Require.Factor(factor);
        if (workload.Duration.Ticks / factor > Require.Longest.Ticks)
            throw Require.Wrong(nameof(factor), factor, $"must leave the workload shorter than {Require.Longest.TotalDays} days");
        return new Workload(
            FormattableString.Invariant($"{workload.Name} x{factor}"),
            workload.Calls.Select(call => call with { At = new TimeSpan((long)Math.Round(call.At.Ticks / factor)) }));
    }

    /// <summary>The calls within a window, which begins anew at zero.</summary>
    /// <param name="workload">The calls.</param>
    /// <param name="from">Where the window begins: zero or later.</param>
    /// <param name="duration">How long it is. The moment of its end is outside.</param>
    /// <returns>A workload that has the window in its name.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="workload"/> is null.</exception>
    public static Workload Take(this Workload workload, TimeSpan from, TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(workload);
        Require.LengthOrNone(from);
        Require.Length(duration);
        IEnumerable<SimulatedCall> calls = workload.Calls.Where(call => call.At >= from && call.At - from < duration);
        return NotEmpty(
            FormattableString.Invariant($"{workload.Name} from {from} for {duration}"),
            [.. calls.Select(call => call with { At = call.At - from })],
            duration);
    }

    /// <summary>Puts each call off by a time of its own, evenly at random. For traces whose times come in steps, by the length of a step.</summary>
    /// <param name="workload">The calls.</param>
    /// <param name="most">Each is put off by less than this; zero leaves them as they are.</param>
    /// <param name="seed">Which of all such workloads it is.</param>
    /// <exception cref="ArgumentNullException"><paramref name="workload"/> is null.</exception>
    public static Workload Jitter(this Workload workload, TimeSpan most, int seed)
    {
        ArgumentNullException.ThrowIfNull(workload);
        Require.LengthOrNone(most);
        Chance chance = new(seed, JitterStream);
        IEnumerable<SimulatedCall> calls = workload.Calls.Select(call => call with { At = call.At + new TimeSpan((long)(chance.Next() * most.Ticks)) });
        return new Workload(workload.Name, calls.OrderBy(call => call.At));
    }
}
