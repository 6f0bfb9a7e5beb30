using System.Net.Http.Headers;

namespace CapacityRouting.Wire;

/// <summary>The body of a request, as its provider asks for it.</summary>
internal static class RequestBody
{
    public static async ValueTask FitAsync(HttpRequestMessage request, HttpContent content, ObservedExchange exchange, CancellationToken cancellationToken) =>
        Put(request, content, exchange.Fitted(await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false)));

    /// <summary>As <see cref="FitAsync"/>, for a blocking client.</summary>
    public static void Fit(HttpRequestMessage request, HttpContent content, ObservedExchange exchange, CancellationToken cancellationToken)
    {
        using MemoryStream body = new();
        content.CopyTo(body, context: null, cancellationToken);
        Put(request, content, exchange.Fitted(body.ToArray()));
    }

    private static void Put(HttpRequestMessage request, HttpContent content, byte[]? fitted)
    {
        if (fitted is null)
            return;
        ByteArrayContent replaced = new(fitted);
        foreach ((string name, HeaderStringValues values) in content.Headers.NonValidated)
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                replaced.Headers.TryAddWithoutValidation(name, values);
        request.Content = replaced;
    }
}
