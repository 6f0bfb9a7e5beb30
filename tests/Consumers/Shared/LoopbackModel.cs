using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CapacityRouting.Consumers;

/// <summary>A model service on this machine, without ASP.NET: it answers every request in the same way, and counts them.</summary>
internal sealed class LoopbackModel : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _status;
    private readonly string _body;
    private int _requests;

    private LoopbackModel(string status, string body)
    {
        (_status, _body) = (status, body);
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>How many requests have come.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public Uri Address => new($"http://{_listener.LocalEndpoint}/v1");

    public static LoopbackModel Refusing() =>
        new("429 Too Many Requests\r\nRetry-After: 30", """{"error":{"message":"Rate limit reached.","type":"requests","code":"rate_limit_exceeded"}}""");

    public static LoopbackModel Saying(string text) => new(
        "200 OK",
        $$$"""{"id":"1","object":"chat.completion","created":1700000000,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"{{{text}}}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}""");

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
                await AnswerAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The program has ended.
        }
    }

    private async Task AnswerAsync(TcpClient caller)
    {
        using (caller)
        {
            NetworkStream stream = caller.GetStream();
            await ReadAsync(stream);
            Interlocked.Increment(ref _requests);
            byte[] answer = Encoding.UTF8.GetBytes($"HTTP/1.1 {_status}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(_body)}\r\nConnection: close\r\n\r\n{_body}");
            await stream.WriteAsync(answer);
        }
    }

    // Up to the empty line after the headers, and then as much as they say.
    private static async Task ReadAsync(NetworkStream stream)
    {
        const string Length = "Content-Length: ";
        byte[] one = new byte[1];
        StringBuilder head = new();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one);
            head.Append((char)one[0]);
        }

        string? length = head.ToString().Split("\r\n").FirstOrDefault(line => line.StartsWith(Length, StringComparison.OrdinalIgnoreCase));
        await stream.ReadExactlyAsync(new byte[int.Parse(length?[Length.Length..] ?? "0", System.Globalization.CultureInfo.InvariantCulture)]);
    }
}
