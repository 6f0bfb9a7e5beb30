using System.ComponentModel;
using CapacityRouting.Atomics;
using CapacityRouting.Wire;

namespace CapacityRouting;

/// <summary>
/// The traffic on the wire during one attempt. <see cref="CapacityObserver"/> writes it. An adapter for a transport without
/// <see cref="HttpClient"/> may write it too.
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
    private ObservedResponse? _response;
    private bool _failed;
    private bool _resent;

    internal AttemptObservation()
    {
    }

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

    /// <summary>The response to the last request; null while there is none.</summary>
    public ObservedResponse? Response
    {
        get
        {
            lock (_gate)
                return _response;
        }
    }

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
    /// <exception cref="ArgumentNullException"><paramref name="observer"/> is null.</exception>
    public void Sending(object observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        lock (_gate)
        {
            _sends = Math.Max(_sends, Count(observer));
            _resent |= _failed;
            _failed = false;
            _response = null;
        }
    }

    /// <summary>Notes that a request got an exception in place of a response. A later request repeats it.</summary>
    public void Failed()
    {
        lock (_gate)
            _failed = true;
    }

    /// <summary>Notes a response, before the client sees it.</summary>
    /// <param name="response">The response.</param>
    /// <exception cref="ArgumentNullException"><paramref name="response"/> is null.</exception>
    public void Received(ObservedResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        lock (_gate)
        {
            _response = response;

            // A success does not undo the failure of a concurrent request.
            _failed |= response.IsError;
        }
    }

    /// <summary>
    /// Notes an answer whose body is still on the way. The last few kilobytes that the client reads are remembered: an error inside a
    /// success comes last, and some SDKs swallow it.
    /// </summary>
    /// <param name="statusCode">The HTTP status.</param>
    /// <param name="headers">The headers.</param>
    /// <param name="body">The body.</param>
    /// <returns>The same body. Give it to the client in place of the other; its disposal disposes the other.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="headers"/> or <paramref name="body"/> is null.</exception>
    public Stream Answering(int statusCode, IEnumerable<KeyValuePair<string, string>> headers, Stream body)
    {
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(body);
        WatchedStream watched = new(body);
        Received(new ObservedResponse(statusCode, headers, watched));
        return watched;
    }

    /// <summary>A new observation for an attempt that starts; null while no observer exists.</summary>
    internal static AttemptObservation? ForAttempt() => Atomic.VolatileRead(in _observers) == 0 ? null : new();

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
