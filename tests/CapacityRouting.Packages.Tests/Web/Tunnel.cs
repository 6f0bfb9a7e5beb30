using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CapacityRouting.Packages.Tests.Web;

/// <summary>A proxy that leads every connection to one port of this machine, whatever host it asks for. Examples can so name the hosts that users name.</summary>
internal sealed class Tunnel : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly int _port;
    private readonly Task _accepting;

    public Tunnel(int port)
    {
        _port = port;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"http://{_listener.LocalEndpoint}";

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Stop();
        await _accepting;
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> open = [];
        try
        {
            while (true)
                open.Add(LeadAsync(await _listener.AcceptTcpClientAsync(_closing.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task LeadAsync(TcpClient caller)
    {
        using TcpClient site = new();
        using (caller)
        {
            try
            {
                await site.ConnectAsync(IPAddress.Loopback, _port, _closing.Token);
                await AnswerAsync(caller.GetStream());
                await Task.WhenAny(caller.GetStream().CopyToAsync(site.GetStream(), _closing.Token), site.GetStream().CopyToAsync(caller.GetStream(), _closing.Token));
            }
            catch (Exception left) when (left is IOException or SocketException or OperationCanceledException)
            {
                // The connection has ended.
            }
        }
    }

    // The request is "CONNECT host:port" with its headers, up to an empty line.
    private async Task AnswerAsync(NetworkStream caller)
    {
        byte[] one = new byte[1];
        StringBuilder request = new();
        while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await caller.ReadExactlyAsync(one, _closing.Token);
            request.Append((char)one[0]);
        }

        await caller.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), _closing.Token);
    }
}
