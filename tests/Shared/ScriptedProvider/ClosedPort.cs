using System.Net;
using System.Net.Sockets;

namespace CapacityRouting.ScriptedProvider;

/// <summary>A port that is taken and has no listener: connections to it are refused, and no other process can take it meanwhile.</summary>
internal sealed class ClosedPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ClosedPort() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, port: 0));

    public Uri Address => new($"http://{_socket.LocalEndPoint}");

    public void Dispose() => _socket.Dispose();
}
