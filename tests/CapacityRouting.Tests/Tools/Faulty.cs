using System.Globalization;
using System.Net.Sockets;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Tools;

/// <summary>Models that fail now and then, and are well in between.</summary>
internal static class Faulty
{
    /// <summary>A model that fails its first call.</summary>
    public static TestClient FailingOnce(Exception exception) => Failing(exception, times: 1);

    /// <summary>A model that fails so many calls, and then answers.</summary>
    public static TestClient Failing(Exception exception, int times)
    {
        int calls = 0;
        return new() { OnResponse = (_, _, _) => ++calls <= times ? Task.FromException<ChatResponse>(exception) : Task.FromResult(TestClient.Says("ok")) };
    }

    /// <summary>A model of which one in so many calls fails, the first one to begin with.</summary>
    /// <param name="fault">A status, or "reset" for a connection that is reset.</param>
    /// <param name="every">How many calls there are to a failure.</param>
    public static TestClient Hiccuping(string fault, int every)
    {
        int calls = 0;
        return new() { OnResponse = (_, _, _) => calls++ % every == 0 ? Task.FromException<ChatResponse>(FaultOf(fault)) : Task.FromResult(TestClient.Says("ok")) };
    }

    private static HttpRequestException FaultOf(string fault) => fault == "reset"
        ? new("An error occurred while sending the request.", new IOException("Unable to read data.", new SocketException((int)SocketError.ConnectionReset)))
        : TestClient.Http(int.Parse(fault, CultureInfo.InvariantCulture));
}
