using Azure;

namespace CapacityRouting.Tests;

public sealed class RequestFailedReaderTests
{
    private readonly RequestFailedReader _reader = new();

    [Fact]
    public void Read_OfAnExceptionWithoutAResponse_GivesItsStatusAndItsCodeAsABody()
    {
        ObservedResponse? read = _reader.Read(new RequestFailedException(429, "no", "Too\"Many", innerException: null));

        Assert.Equal(429, read!.StatusCode);
        Assert.Equal("""{"error":{"code":"Too\u0022Many"}}""", read.Body);
    }

    [Fact]
    public void Read_OfAnExceptionWithoutAResponseAndCode_GivesItsStatus()
    {
        ObservedResponse? read = _reader.Read(new RequestFailedException(503, "no"));

        Assert.Equal(503, read!.StatusCode);
        Assert.Null(read.Body);
    }

    [Fact]
    public void Read_OfAFailedConnection_SaysNothing() =>
        Assert.Null(_reader.Read(new RequestFailedException("no connection", new HttpRequestException())));

    [Fact]
    public void Read_OfAnotherException_SaysNothing() =>
        Assert.Null(_reader.Read(new HttpRequestException("no", inner: null, System.Net.HttpStatusCode.TooManyRequests)));
}
