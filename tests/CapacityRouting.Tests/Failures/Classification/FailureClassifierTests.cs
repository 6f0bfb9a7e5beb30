using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using CapacityRouting.Failures.Classification;
using CapacityRouting.Telemetry;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.Time.Testing;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace CapacityRouting.Tests.Failures.Classification;

public sealed class FailureClassifierTests
{
    private readonly FailureClassifier _classifier = new(own: null, [], new FakeTimeProvider(), RoutingEvents.None);

    public static TheoryData<Exception, FailureKind> Table => new()
    {
        { TestClient.Http(429), FailureKind.RateLimited },
        { TestClient.Http(503), FailureKind.Overloaded },
        { TestClient.Http(200), FailureKind.ServerError },
        { new HttpRequestException("refused"), FailureKind.Network },
        { new HttpRequestException(HttpRequestError.ResponseEnded), FailureKind.TruncatedStream },
        { new HttpRequestException(HttpRequestError.NameResolutionError), FailureKind.Network },
        { new TimeoutException(), FailureKind.Timeout },
        { new TimeoutRejectedException(), FailureKind.Timeout },
        { new TaskCanceledException(), FailureKind.Timeout },
        { new OperationCanceledException(), FailureKind.Timeout },
        { new BrokenCircuitException(), FailureKind.Overloaded },
        { new IsolatedCircuitException(), FailureKind.Overloaded },
        { new IOException(), FailureKind.Network },
        { new SocketException(), FailureKind.Network },
        { new AuthenticationException(), FailureKind.Network },
        { new ArgumentException("wrong"), FailureKind.InvalidRequest },
        { new ArgumentNullException("wrong"), FailureKind.InvalidRequest },
        { new NotSupportedException(), FailureKind.InvalidRequest },
        { new NotImplementedException(), FailureKind.InvalidRequest },
        { new InvalidOperationException(), FailureKind.ServerError },
        { new ObjectDisposedException("client"), FailureKind.InvalidRequest },
        { new AggregateException(), FailureKind.ServerError },
        { new AggregateException(new TimeoutException(), new AggregateException(TestClient.Http(401))), FailureKind.Authentication },
        { new UnheardOfException(), FailureKind.ServerError },
    };

    [Theory]
    [MemberData(nameof(Table), DisableDiscoveryEnumeration = true)]
    public void OfException_AnException_IsAsTheTableSays(Exception exception, FailureKind kind) =>
        Assert.Equal(kind, Read(exception).Kind);

    [Fact]
    public void OfException_AStatus_KeepsStatusWaitMessageAndException()
    {
        HttpRequestException exception = TestClient.Http(429, "30");

        RouteFailure failure = Read(exception);

        Assert.Equal(429, failure.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(30), failure.RetryAfter);
        Assert.Equal(exception.Message, failure.Message);
        Assert.Same(exception, failure.Exception);
    }

    [Fact]
    public void OfException_AnUnknownExceptionThatStatesAWait_KeepsIt()
    {
        UnheardOfException exception = new();
        exception.Data["Retry-After"] = "12";

        Assert.Equal(TimeSpan.FromSeconds(12), Read(exception).RetryAfter);
    }

#if FLOORS
    // Up to 8.4 Polly's exception has no wait.
    [Fact]
    public void OfException_ABrokenCircuitOfTheCallers_IsReadWithoutAWait() => Assert.Null(Read(new BrokenCircuitException("open")).RetryAfter);
#else
    [Fact]
    public void OfException_ABrokenCircuitOfTheCallers_KeepsItsWait() =>
        Assert.Equal(TimeSpan.FromSeconds(9), Read(new BrokenCircuitException("open", TimeSpan.FromSeconds(9))).RetryAfter);
#endif

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, FailureKind.RateLimited)]
    [InlineData(HttpStatusCode.Unauthorized, FailureKind.Authentication)]
    public void OfException_AStatusAndATransportError_GoesByTheStatus(HttpStatusCode status, FailureKind kind) =>
        Assert.Equal(kind, Read(new HttpRequestException(HttpRequestError.ResponseEnded, statusCode: status)).Kind);

    private RouteFailure Read(Exception exception) => _classifier.OfException(new("a"), exception, observation: null);

    private sealed class UnheardOfException : Exception;
}
