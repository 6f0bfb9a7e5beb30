using System.ComponentModel;
using CapacityRouting.Atomics;
using CapacityRouting.Wire;

namespace CapacityRouting;

/// <summary>
/// What the wire says during one attempt. <see cref="CapacityObserver"/> writes it; an adapter for a transport that is no
/// <see cref="HttpClient"/> may do so too.
/// </summary>
/// <remarks>
/// Thread-safe. It follows the attempt's flow of execution, so that a client finds it wherever it sends from; what arrives after the
/// attempt is over has no effect. While nobody observes, attempts have none and pay nothing for it.
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

    /// <summary>Requests that were sent so far; where observers are stacked, as the one saw it that saw most.</summary>
    public int Sends
    {
        get
        {
            lock (_gate)
                return _sends;
        }
    }

    /// <summary>The response to the last of them; null while there is none.</summary>
    public ObservedResponse? Response
    {
        get
        {
            lock (_gate)
                return _response;
        }
    }

    /// <summary>Whether a request was sent again after it had failed: by the SDK, for the router sends once.</summary>
    internal bool WasRepeated
    {
        get
        {
            lock (_gate)
                return _resent;
        }
    }

    /// <summary>Switches observing on, for this process; every observer says it once, when it is made.</summary>
    public static void Enable() => Atomic.VolatileWrite(ref _observers, 1);

    /// <summary>
    /// Notes that a request goes out. Observers may be stacked; each is counted by itself, and the highest count is that of the one
    /// nearest to the network.
    /// </summary>
    /// <param name="observer">Who says so.</param>
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

    /// <summary>Notes that a request got no response: an exception came in its place. One that goes out after it repeats it.</summary>
    public void Failed()
    {
        lock (_gate)
            _failed = true;
    }

    /// <summary>Notes a response, before the client sees it.</summary>
    /// <param name="response">What it said.</param>
    public void Received(ObservedResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        lock (_gate)
        {
            _response = response;

            // One that went well does not undo the failure of another that was on its way beside it.
            _failed |= response.IsError;
        }
    }

    /// <summary>
    /// Notes an answer whose body is still on the way. What the client reads is remembered for a few kilobytes, since an error inside a
    /// success is the last thing in it, and some SDKs swallow it.
    /// </summary>
    /// <param name="statusCode">The HTTP status.</param>
    /// <param name="headers">The headers.</param>
    /// <param name="body">The body.</param>
    /// <returns>The same body, to be given to the client in its place; disposing it disposes the other.</returns>
    public Stream Answering(int statusCode, IEnumerable<KeyValuePair<string, string>> headers, Stream body)
    {
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(body);
        WatchedStream watched = new(body);
        Received(new ObservedResponse(statusCode, headers, watched));
        return watched;
    }

    /// <summary>A new one for an attempt that starts; null while nobody observes.</summary>
    internal static AttemptObservation? ForAttempt() => Atomic.VolatileRead(in _observers) == 0 ? null : new();

    /// <summary>Makes it the current one until the scope is left.</summary>
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

    /// <summary>Gives way to the observation of the outer attempt, where routers nest.</summary>
    internal readonly struct Scope(AttemptObservation? outer, bool entered)
    {
        public void Leave()
        {
            if (entered)
                Ambient.Value = outer;
        }
    }
}
