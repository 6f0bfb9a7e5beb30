using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace CapacityRouting.ScriptedProvider;

/// <summary>What a scripted provider answers to one request, down to the byte at which it breaks off.</summary>
internal sealed record Reply(int Status, string ContentType, byte[] Body)
{
    private const int PieceLength = 7;

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>How it ends: whole, cut short, or never.</summary>
    public ReplyEnding Ending { get; init; }

    /// <summary>Whether its length is left unsaid, and it comes in many small chunks.</summary>
    public bool IsChunked { get; init; }

    /// <summary>A connection that is reset where the answer should begin.</summary>
    public static Reply Reset { get; } = new(0, string.Empty, []) { Ending = ReplyEnding.ResetAtOnce };

    /// <summary>Takes the request and says nothing more.</summary>
    public static Reply Silence { get; } = new(0, string.Empty, []) { Ending = ReplyEnding.NeverBegins };

    public static Reply Json(int status, string body, params (string Name, string Value)[] headers) =>
        new(status, "application/json; charset=utf-8", Encoding.UTF8.GetBytes(body)) { Headers = headers };

    public static Reply Html(int status, string title, params (string Name, string Value)[] headers) =>
        new(status, "text/html", Encoding.UTF8.GetBytes($"<html><head><title>{title}</title></head><body><h1>{title}</h1><hr>proxy/1.2</body></html>")) { Headers = headers };

    /// <summary>Server-sent events, each as its lines.</summary>
    public static Reply Events(params string[] events) =>
        new(200, "text/event-stream", Encoding.UTF8.GetBytes(string.Concat(events.Select(each => each + "\n\n")))) { IsChunked = true };

    /// <summary>The connection ends before the body does: half of what was announced is there.</summary>
    public Reply Cut() => this with { Ending = ReplyEnding.Cut };

    /// <summary>Everything was said, and yet it goes on.</summary>
    public Reply Unending() => this with { Ending = ReplyEnding.NeverEnds };

    public Reply Chunked() => this with { IsChunked = true };

    public Reply Gzipped()
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
            gzip.Write(Body);
        return this with { Body = packed.ToArray(), Headers = [.. Headers, ("Content-Encoding", "gzip")] };
    }

    /// <summary>Everything up to where it breaks off, in the pieces in which it is sent.</summary>
    public IEnumerable<byte[]> OnTheWire()
    {
        yield return Encoding.ASCII.GetBytes(Head());
        byte[] sent = Ending == ReplyEnding.Cut && !IsChunked ? Body[..(Body.Length / 2)] : Body;
        if (!IsChunked)
            yield return sent;
        foreach (byte[] piece in IsChunked ? sent.Chunk(Math.Max(PieceLength, sent.Length / 500)) : [])
            yield return [.. Encoding.ASCII.GetBytes(piece.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"), .. piece, .. "\r\n"u8];
        if (IsChunked && Ending == ReplyEnding.Whole)
            yield return "0\r\n\r\n"u8.ToArray();
    }

    private string Head()
    {
        StringBuilder head = new($"HTTP/1.1 {Status} Scripted\r\nContent-Type: {ContentType}\r\nConnection: close\r\n");
        head.Append(IsChunked ? "Transfer-Encoding: chunked\r\n" : $"Content-Length: {Body.Length + (Ending == ReplyEnding.NeverEnds ? 1 : 0)}\r\n");
        foreach ((string name, string value) in Headers)
            head.Append($"{name}: {value}\r\n");
        return head.Append("\r\n").ToString();
    }
}
