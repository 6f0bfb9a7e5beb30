using System.Net;

namespace CapacityRouting.Wire;

/// <summary>A response's content with its original headers and length, read from another stream.</summary>
internal sealed class ObservedContent : HttpContent
{
    private readonly HttpContent _original;
    private readonly Stream _body;

    public ObservedContent(HttpContent original, Stream body)
    {
        _original = original;
        _body = body;
        foreach ((string name, System.Net.Http.Headers.HeaderStringValues values) in original.Headers.NonValidated)
            Headers.TryAddWithoutValidation(name, values);
    }

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult(_body);

    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => _body;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => _body.CopyToAsync(stream);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _body.CopyToAsync(stream, cancellationToken);

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken) => _body.CopyTo(stream);

    protected override bool TryComputeLength(out long length)
    {
        length = _original.Headers.ContentLength ?? 0;
        return _original.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _body.Dispose();
            _original.Dispose();
        }

        base.Dispose(disposing);
    }
}
