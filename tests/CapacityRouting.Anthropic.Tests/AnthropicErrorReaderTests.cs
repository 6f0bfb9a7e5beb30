using System.Net;
using Anthropic.Exceptions;

namespace CapacityRouting.Tests;

public sealed class AnthropicErrorReaderTests
{
    private readonly AnthropicErrorReader _reader = new();

    [Fact]
    public void Read_OfAnError_GivesStatusAndBody()
    {
        ObservedResponse? read = _reader.Read(AnthropicExceptionFactory.CreateApiException((HttpStatusCode)529, AnthropicWire.Error("overloaded_error", "Overloaded")));

        Assert.Equal(529, read!.StatusCode);
        Assert.Empty(read.Headers);
        Assert.Equal(AnthropicWire.Error("overloaded_error", "Overloaded"), read.Body);
    }

    [Fact]
    public void Read_OfAnErrorInsideAStream_GivesItsMessageWhereItHasNoBody()
    {
        ObservedResponse? read = _reader.Read(new AnthropicSseException("the stream said no", new HttpRequestException()));

        Assert.Null(read!.StatusCode);
        Assert.Contains("the stream said no", read.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfAFailedConnection_SaysNothing() =>
        Assert.Null(_reader.Read(new AnthropicIOException("no connection", new HttpRequestException())));

    [Fact]
    public void Read_OfAnotherException_SaysNothing() =>
        Assert.Null(_reader.Read(new HttpRequestException("no", inner: null, HttpStatusCode.TooManyRequests)));
}
