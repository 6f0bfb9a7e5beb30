using System.ComponentModel;
using CapacityRouting.Atomics;
using CapacityRouting.Wire;

namespace CapacityRouting;

/// <summary>
/// The traffic on the wire during one attempt. Observers write it, each exchange through an <see cref="ObservedExchange"/>. An adapter that has no bodies may write it directly.
/// </summary>
/// <remarks>
/// Thread-safe. It follows the attempt's flow of execution, so that a client finds it wherever it sends from. Traffic after the
/// end of the attempt has no effect. While no observer exists, attempts have no observation and no cost for it.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class AttemptObservation
{
    private static readonly AsyncLocal<AttemptObservation?> Ambient = new();
    private static int _observers;

    private readonly object _gate = new();
    private object? _first;
    private int _sendsOfFirst;
    private Dictionary<object, int>? _sendsOfOthers;
    private int _sends;
    private ObservedResponse? _latest;
    private ObservedResponse? _response;
    private string? _path;
    private string? _failedPath;
    private bool _failed;
    private bool _resent;

    internal AttemptObservation(ToolTurnRule toolTurns = ToolTurnRule.None) => ToolTurns = toolTurns;

    /// <summary>The observation of the attempt that is under way here; null outside an attempt.</summary>
    public static AttemptObservation? Current => Atomic.VolatileRead(in _observers) == 0 ? null : Ambient.Value;

    /// <summary>The requests sent so far. Of stacked observers the highest count holds.</summary>
    public int Sends
    {
        get
        {
            lock (_gate)
                return _sends;
        }
    }

    /// <summary>
    /// The response that the client is reading, or has read last: that of the model. A tool below the router may use the same client, and its response ends before the model's goes on. Null
    /// while there is none.
    /// </summary>
    public ObservedResponse? Response => Atomic.VolatileRead(in _response);

    /// <summary>The response that came last; null while the last request has none.</summary>
    internal ObservedResponse? Latest => Atomic.VolatileRead(in _latest);

    /// <summary>What the attempt's provider asks of messages with tool calls.</summary>
    internal ToolTurnRule ToolTurns { get; }

    /// <summary>Whether a request was sent again after it had failed. The SDK repeated it, since the router sends once.</summary>
    internal bool WasRepeated
    {
        get
        {
            lock (_gate)
                return _resent;
        }
    }

    /// <summary>Switches observing on for this process. Every observer calls it once, when it is made.</summary>
    public static void Enable() => Atomic.VolatileWrite(ref _observers, 1);

    /// <summary>
    /// Notes that a request goes out. Observers may be stacked; each is counted by itself. The highest count is that of the one
    /// nearest to the network.
    /// </summary>
    /// <param name="observer">The observer that sends.</param>
    /// <param name="address">The address; null where unknown. A request to another address repeats none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="observer"/> is null.</exception>
    public void Sending(object observer, Uri? address = null)
    {
        ArgumentNullException.ThrowIfNull(observer);
        lock (_gate)
        {
            _path = address is { IsAbsoluteUri: true } ? address.AbsolutePath : null;
            _sends = Math.Max(_sends, Count(observer));
            _resent |= _failed && string.Equals(_path, _failedPath, StringComparison.Ordinal);
            _failed = false;
            Atomic.VolatileWrite(ref _latest, null);
            Atomic.VolatileWrite(ref _response, null);
        }
    }

    /// <summary>Notes that a request got an exception in place of a response. A later request repeats it.</summary>
    public void Failed()
    {
        lock (_gate)
            (_failed, _failedPath) = (true, _path);
    }

    /// <summary>Notes a response, before the client sees it.</summary>
    /// <param name="response">The response.</param>
    /// <exception cref="ArgumentNullException"><paramref name="response"/> is null.</exception>
    public void Received(ObservedResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        lock (_gate)
        {
            Atomic.VolatileWrite(ref _latest, response);
            Atomic.VolatileWrite(ref _response, response);

            // A success does not undo the failure of a concurrent request.
            if (response.IsError)
                (_failed, _failedPath) = (true, _path);
        }
    }

    /// <summary>Notes that the client reads a response: of several, the one read last is the attempt's.</summary>
    internal void Reading(ObservedResponse response)
    {
        if (!ReferenceEquals(response, Response))
            Atomic.VolatileWrite(ref _response, response);
    }

    /// <summary>A new observation for an attempt that starts; null while no observer exists.</summary>
    internal static AttemptObservation? ForAttempt(ToolTurnRule toolTurns) => Atomic.VolatileRead(in _observers) == 0 ? null : new(toolTurns);

    /// <summary>Makes an observation the current one until the scope is left.</summary>
    internal static Scope Enter(AttemptObservation? observation)
    {
        if (observation is null)
            return default;
        AttemptObservation? outer = Ambient.Value;
        Ambient.Value = observation;
        return new(outer, entered: true);
    }

    // Nearly always there is one observer, and no dictionary.
    private int Count(object observer)
    {
        if (ReferenceEquals(_first ??= observer, observer))
            return ++_sendsOfFirst;
        _sendsOfOthers ??= new(ReferenceEqualityComparer.Instance);
        return _sendsOfOthers[observer] = _sendsOfOthers.GetValueOrDefault(observer) + 1;
    }

    /// <summary>Restores the observation of the outer attempt, where routers nest.</summary>
    internal readonly struct Scope(AttemptObservation? outer, bool entered)
    {
        public void Leave()
        {
            if (entered)
                Ambient.Value = outer;
        }
    }
}
