using System.Net;

namespace CapacityRouting.Goodput.Rivals;

/// <summary>A rival has no model to send the request to, and sends it nowhere. Like a gateway's own refusal it has a status.</summary>
internal sealed class NothingAvailableException : HttpRequestException
{
    private NothingAvailableException(HttpStatusCode status, string message)
        : base(message, inner: null, status)
    {
    }

    public static NothingAvailableException ForNow() => new(HttpStatusCode.TooManyRequests, "No model is available for now.");

    public static NothingAvailableException TooLong(long tokens) => new(HttpStatusCode.BadRequest, $"No available model takes a prompt of {tokens} tokens.");
}
