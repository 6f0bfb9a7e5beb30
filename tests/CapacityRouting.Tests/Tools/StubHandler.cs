namespace CapacityRouting.Tests.Tools;

/// <summary>A network whose every answer is the test's own.</summary>
internal sealed class StubHandler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    private int _sends;

    public int Sends => Volatile.Read(ref _sends);

    public static StubHandler Answering(int status, string body = "", params (string Name, string Value)[] headers) =>
        new(_ => Response(status, body, headers));

    public static HttpResponseMessage Response(int status, string body = "", params (string Name, string Value)[] headers)
    {
        HttpResponseMessage response = new((System.Net.HttpStatusCode)status) { Content = new StringContent(body) };
        foreach ((string name, string value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult(Send(request, cancellationToken));
        }
        catch (Exception thrown)
        {
            return Task.FromException<HttpResponseMessage>(thrown);
        }
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _sends);
        return answer(request);
    }
}
