using System.Net;
using System.Net.Sockets;

namespace CapacityRouting.ScriptedProvider;

/// <summary>A model service inside this process that answers by its script, over real sockets: HTTP/1.1 with a connection for each request.</summary>
internal sealed class Provider : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Reply[] _script;
    private readonly Task _serving;
    private int _requests;

    private Provider(Reply[] script)
    {
        _script = script;
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>Requests that came in so far.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Is done when all that the script says to the first request has been sent.</summary>
    public Task Asked => _asked.Task;

    /// <summary>Starts one. The last reply of the script is repeated.</summary>
    public static Provider Answering(params Reply[] script) => new(script);

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _serving;
        _listener.Stop();
        _closing.Dispose();
    }

    private async Task ServeAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
                connections.Add(AnswerAsync(await _listener.AcceptSocketAsync(_closing.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task AnswerAsync(Socket socket)
    {
        using Socket connection = socket;
        await using NetworkStream stream = new(connection);
        try
        {
            if (await Request.ReadAsync(stream, _closing.Token))
                await SayAsync(_script[Math.Min(Interlocked.Increment(ref _requests), _script.Length) - 1], stream, connection);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The client hung up, or the test is over.
        }
    }

    private async Task SayAsync(Reply reply, NetworkStream stream, Socket connection)
    {
        if (reply.Ending == ReplyEnding.ResetAtOnce)
            connection.LingerState = new(enable: true, seconds: 0);
        if (reply.Ending is not (ReplyEnding.ResetAtOnce or ReplyEnding.NeverBegins))
            foreach (byte[] piece in reply.OnTheWire())
                await stream.WriteAsync(piece, _closing.Token);
        _asked.TrySetResult();
        if (reply.Ending is ReplyEnding.NeverBegins or ReplyEnding.NeverEnds)
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _closing.Token);
    }
}
