using System.ClientModel;
using System.ClientModel.Primitives;
using System.Diagnostics.CodeAnalysis;

namespace CapacityRouting.Tests;

public sealed class ClientResultReaderTests
{
    private readonly ClientResultReader _reader = new();

    [Fact]
    public void Read_OfAnError_GivesStatusHeadersAndBody()
    {
        StoredResponse response = new(429, BinaryData.FromString("busy"), ("Retry-After", "7"), ("retry-after-ms", "6500"));

        ObservedResponse? read = _reader.Read(new ClientResultException(response));

        Assert.Equal(429, read!.StatusCode);
        Assert.Equal("7", read.Headers["retry-after"]);
        Assert.Equal("6500", read.Headers["Retry-After-Ms"]);
        Assert.Equal("busy", read.Body);
    }

    [Fact]
    public void Read_OfAnErrorWhoseBodyWasNotBuffered_GivesTheRest()
    {
        StoredResponse response = new(503, content: null, ("Retry-After", "7"));

        ObservedResponse? read = _reader.Read(new ClientResultException("failed", response));

        Assert.Equal(503, read!.StatusCode);
        Assert.Single(read.Headers);
        Assert.Null(read.Body);
    }

    [Fact]
    public void Read_OfAFailureWithoutAResponse_SaysNothing() =>
        Assert.Null(_reader.Read(new ClientResultException("no connection", response: null, new HttpRequestException())));

    [Fact]
    public void Read_OfAnotherException_SaysNothing() =>
        Assert.Null(_reader.Read(new HttpRequestException("no", inner: null, System.Net.HttpStatusCode.TooManyRequests)));

    /// <summary>A response at rest: what is null was never read from the network.</summary>
    private sealed class StoredResponse(int status, BinaryData? content, params (string Name, string Value)[] headers) : PipelineResponse
    {
        public override int Status => status;

        public override string ReasonPhrase => string.Empty;

        public override Stream? ContentStream { get; set; }

        public override BinaryData Content => content ?? throw new InvalidOperationException("The response is not buffered.");

        protected override PipelineResponseHeaders HeadersCore { get; } = new StoredHeaders(headers);

        public override BinaryData BufferContent(CancellationToken cancellationToken = default) => content ?? BinaryData.Empty;

        public override ValueTask<BinaryData> BufferContentAsync(CancellationToken cancellationToken = default) => new(BufferContent(cancellationToken));

        public override void Dispose()
        {
            // It owns nothing.
        }
    }

    private sealed class StoredHeaders((string Name, string Value)[] headers) : PipelineResponseHeaders
    {
        public override IEnumerator<KeyValuePair<string, string>> GetEnumerator() =>
            headers.Select(header => KeyValuePair.Create(header.Name, header.Value)).GetEnumerator();

        public override bool TryGetValue(string name, [NotNullWhen(true)] out string? value)
        {
            value = Array.Find(headers, header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase)).Value;
            return value is not null;
        }

        public override bool TryGetValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
        {
            values = TryGetValue(name, out string? value) ? [value] : null;
            return values is not null;
        }
    }
}
