using CapacityRouting.Simulation.Wire;
using Microsoft.AspNetCore.Http;

namespace CapacityRouting.Simulation.Http;

/// <summary>The response to one request: in one piece, piece by piece, or cut off.</summary>
internal sealed class HttpReply(HttpContext http)
{
    public void Head(IReadOnlyDictionary<string, string> headers)
    {
        foreach ((string name, string value) in headers)
            http.Response.Headers[name] = value;
    }

    public Task SendAsync(ErrorReply error) => SendAsync(error.Status, error.Body);

    public Task SendAsync(int status, string body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(body, http.RequestAborted);
    }

    public void BeginStream() => http.Response.ContentType = "text/event-stream; charset=utf-8";

    public async Task PushAsync(string events)
    {
        await http.Response.WriteAsync(events, http.RequestAborted).ConfigureAwait(false);
        await http.Response.Body.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Breaks the connection off before a response.</summary>
    public void Abort() => http.Abort();

    /// <summary>Sends half of a body after its full length was announced, and breaks off.</summary>
    public async Task CutAsync(string body)
    {
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        await PushAsync(body[..(body.Length / 2)]).ConfigureAwait(false);
        Cut();
    }

    /// <summary>
    /// Breaks the connection off by an exception. The server then sends what was written before it closes. After a call to abort,
    /// the last pieces might be lost or not.
    /// </summary>
    public static void Cut() => throw new IOException("The simulated connection breaks here.");
}
