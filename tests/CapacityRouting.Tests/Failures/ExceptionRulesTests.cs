using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using CapacityRouting.Failures;
using CapacityRouting.Tests.Tools;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace CapacityRouting.Tests.Failures;

public sealed class ExceptionRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

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
        { new ObjectDisposedException("client"), FailureKind.ServerError },
        { new AggregateException(), FailureKind.ServerError },
        { new AggregateException(new TimeoutException(), new AggregateException(TestClient.Http(401))), FailureKind.Authentication },
        { new UnheardOfException(), FailureKind.ServerError },
    };

    [Theory]
    [MemberData(nameof(Table), DisableDiscoveryEnumeration = true)]
    public void Classify_AnException_IsAsTheTableSays(Exception exception, FailureKind kind) =>
        Assert.Equal(kind, ExceptionRules.Classify(exception, Now).Kind);

    [Fact]
    public void Classify_AStatus_KeepsStatusWaitMessageAndException()
    {
        HttpRequestException exception = TestClient.Http(429, "30");

        RouteFailure failure = ExceptionRules.Classify(exception, Now);

        Assert.Equal(429, failure.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(30), failure.RetryAfter);
        Assert.Equal(exception.Message, failure.Message);
        Assert.Same(exception, failure.Exception);
    }

    [Fact]
    public void Classify_AnUnknownExceptionThatStatesAWait_KeepsIt()
    {
        UnheardOfException exception = new();
        exception.Data["Retry-After"] = "12";

        Assert.Equal(TimeSpan.FromSeconds(12), ExceptionRules.Classify(exception, Now).RetryAfter);
    }

    [Fact]
    public void Classify_ABrokenCircuitOfTheCallers_KeepsItsWait() =>
        Assert.Equal(TimeSpan.FromSeconds(9), ExceptionRules.Classify(new BrokenCircuitException("open", TimeSpan.FromSeconds(9)), Now).RetryAfter);

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, FailureKind.RateLimited)]
    [InlineData(HttpStatusCode.Unauthorized, FailureKind.Authentication)]
    public void Classify_AStatusAndATransportError_GoesByTheStatus(HttpStatusCode status, FailureKind kind) =>
        Assert.Equal(kind, ExceptionRules.Classify(new HttpRequestException(HttpRequestError.ResponseEnded, statusCode: status), Now).Kind);

    private sealed class UnheardOfException : Exception;
}
