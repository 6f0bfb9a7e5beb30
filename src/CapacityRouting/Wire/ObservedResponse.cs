using System.Net.Http.Headers;
using CapacityRouting.Atomics;
using CapacityRouting.Wire;

namespace CapacityRouting;

/// <summary>The last response of one attempt on the wire: its status, its headers and, for an error, its body.</summary>
/// <remarks>Thread-safe. For an answer that is still on its way, it shows the part that has been read so far.</remarks>
public sealed class ObservedResponse
{
    /// <summary>The most of a body that is kept, in bytes: 64 KB.</summary>
    internal const int LongestBody = 64 * 1024;

    internal const int FirstErrorStatus = 400;

    private readonly HttpResponseHeaders? _live;
    private readonly WatchedStream? _answer;
    private string? _body;
    private IReadOnlyDictionary<string, string>? _headers;

    /// <summary>Makes a response, for an adapter that reads the exceptions or the transport of an SDK.</summary>
    /// <param name="statusCode">The HTTP status, or null when none was seen.</param>
    /// <param name="headers">The headers; null for none. The case of names does not matter. The values of a repeated header are joined by a comma.</param>
    /// <param name="body">The body, or null. At most 64 KB of it are kept, and of a success only an error inside it.</param>
    public ObservedResponse(int? statusCode, IEnumerable<KeyValuePair<string, string>>? headers = null, string? body = null)
    {
        StatusCode = statusCode;
        _headers = ByName(headers ?? []);
        string? start = body is { Length: > LongestBody } ? body[..LongestBody] : body;
        _body = start is not null && statusCode < FirstErrorStatus ? EmbeddedError.In(start) : start;
    }

    internal ObservedResponse(WireHead head, string? error)
        : this(head) => _body = error;

    internal ObservedResponse(WireHead head, WatchedStream answer)
        : this(head) => _answer = answer;

    private ObservedResponse(WireHead head)
    {
        StatusCode = head.Status;
        _live = head.Live;
        if (_live is null)
            _headers = ByName(head.Listed);
    }

    /// <summary>The HTTP status; null when none was seen.</summary>
    public int? StatusCode { get; }

    /// <summary>The response headers by name. The case of names does not matter. The values of a repeated header are joined by a comma.</summary>
    public IReadOnlyDictionary<string, string> Headers =>
        _headers ??= ByName(_live!.NonValidated.Select(header => KeyValuePair.Create(header.Key, header.Value.ToString())));

    /// <summary>The body of an error, at most 64 KB of it. For a success: null, unless it carries an error.</summary>
    public string? Body => Atomic.VolatileRead(in _body) ?? _answer?.Error;

    /// <summary>The content of a success that was no answer: a bare sentence, or broken JSON; null otherwise.</summary>
    internal string? UnreadableBody => _answer?.UnreadableBody;

    /// <summary>Whether the wire has shown the mark with which its protocol ends a stream: <c>[DONE]</c>, <c>message_stop</c> and the like.</summary>
    internal WireEnd End => _answer?.End ?? WireEnd.Unknown;

    /// <summary>Whether the status is that of an error.</summary>
    internal bool IsError => StatusCode >= FirstErrorStatus;

    /// <summary>Whether the status is that of an answer.</summary>
    internal bool IsSuccess => StatusCode is >= 200 and < 300;

    /// <summary>Sets the body of an error, of which only the head was known.</summary>
    internal void Says(string body) => Atomic.VolatileWrite(ref _body, body);

    /// <summary>The value of one header, without a dictionary of all of them.</summary>
    internal string? Header(string name)
    {
        if (_headers is { } known)
            return known.GetValueOrDefault(name);
        return _live!.NonValidated.TryGetValues(name, out HeaderStringValues values) ? values.ToString() : null;
    }

    private static Dictionary<string, string> ByName(IEnumerable<KeyValuePair<string, string>> headers)
    {
        Dictionary<string, string> byName = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in headers)
            byName[name] = byName.TryGetValue(name, out string? before) ? $"{before}, {value}" : value;
        return byName;
    }
}
