using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Wire;

/// <summary>Responses whose body can't even be opened still have a status and headers.</summary>
public sealed class UnopenableBodyTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_ARefusalWhoseBodyCannotBeOpened_IsReadByStatusAndHeaders(bool streaming)
    {
        HttpResponseMessage refusal = new(System.Net.HttpStatusCode.TooManyRequests) { Content = new ClosedContent() };
        refusal.Headers.TryAddWithoutValidation("retry-after", "7");
        using CapacityAwareChatClient client = Make.Router(_time, new HttpChatClient(new CapacityObserver(new StubHandler(_ => refusal))), new TestClient());

        RouteFailure failure = (await client.AskAsync(streaming)).GetRoutingReport()!.Attempts[0].Failure!;

        Assert.Equal((FailureKind.RateLimited, TimeSpan.FromSeconds(7)), (failure.Kind, failure.RetryAfter));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(429)]
    public void Send_AnyResponseWhoseBodyCannotBeOpened_IsHandedOnUntouched(int status)
    {
        AttemptObservation attempt = new();
        using ClosedContent content = new();
        HttpResponseMessage own = new((System.Net.HttpStatusCode)status) { Content = content };
        using HttpMessageInvoker http = new(new CapacityObserver(new StubHandler(_ => own)));
        AttemptObservation.Scope scope = AttemptObservation.Enter(attempt);

        HttpResponseMessage response = http.Send(new(HttpMethod.Get, "http://model.test/"), CancellationToken.None);
        scope.Leave();

        Assert.Same(content, response.Content);
        Assert.Equal((status, (string?)null), (attempt.Response!.StatusCode, attempt.Response.Body));
    }

    [Fact]
    public async Task Send_CancelledWhileTheBodyIsOpened_ThrowsAndLeavesNothingOpen()
    {
        AttemptObservation attempt = new();
        using CancellationTokenSource caller = new();
        using ClosedContent content = new(caller.Cancel);
        HttpResponseMessage own = new(System.Net.HttpStatusCode.OK) { Content = content };
        using HttpMessageInvoker http = new(new CapacityObserver(new StubHandler(_ => own)));
        AttemptObservation.Scope scope = AttemptObservation.Enter(attempt);

        await Assert.ThrowsAsync<IOException>(() => http.SendAsync(new(HttpMethod.Get, "http://model.test/"), caller.Token));
        scope.Leave();

        Assert.True(content.IsDisposed);
    }

    /// <summary>Can't be opened.</summary>
    private sealed class ClosedContent(Action? opened = null) : HttpContent
    {
        public bool IsDisposed { get; private set; }

        protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromException<Stream>(Broken());

        protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => throw Broken();

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => Task.FromException(Broken());

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }

        private IOException Broken()
        {
            opened?.Invoke();
            return new("connection lost");
        }
    }
}
