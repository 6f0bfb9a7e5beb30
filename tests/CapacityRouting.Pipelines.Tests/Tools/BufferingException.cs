namespace CapacityRouting.Pipelines.Tests.Tools;

/// <summary>An SDK's exception: it holds on to the response that it was made of, and says all of it.</summary>
internal sealed class BufferingException : HttpRequestException
{
    private const int Size = 3 * 1024 * 1024;

    private readonly byte[] _buffer = new byte[Size];

    public BufferingException(List<WeakReference> made)
        : base(new string('x', Size), inner: null, System.Net.HttpStatusCode.InternalServerError) =>
        made.AddRange([new(this), new(_buffer), new(Message)]);
}
