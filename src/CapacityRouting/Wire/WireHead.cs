using System.Net.Http.Headers;

namespace CapacityRouting.Wire;

/// <summary>What comes of a response before its body.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Live">The headers of an <see cref="HttpResponseMessage"/>; null for those of another transport.</param>
/// <param name="Listed">The headers of another transport.</param>
/// <param name="Charset">The charset of the body; null where not stated.</param>
/// <param name="Encoding">How the body is packed; null where it is not.</param>
internal sealed record WireHead(int Status, HttpResponseHeaders? Live, IEnumerable<KeyValuePair<string, string>> Listed, string? Charset, string? Encoding)
{
    public bool IsError => Status >= ObservedResponse.FirstErrorStatus;

    public static WireHead Of(HttpResponseMessage response)
    {
        HttpContentHeaders content = response.Content.Headers;
        string? encoding = content.ContentEncoding.Count == 0 ? null : string.Join(',', content.ContentEncoding);
        return new((int)response.StatusCode, response.Headers, [], CharsetOf(content.ContentType), encoding);
    }

    public static WireHead Of(int status, IEnumerable<KeyValuePair<string, string>> headers)
    {
        string? type = ValueOf(headers, "content-type");
        return new(status, Live: null, headers, MediaTypeHeaderValue.TryParse(type, out MediaTypeHeaderValue? parsed) ? CharsetOf(parsed) : null, ValueOf(headers, "content-encoding"));
    }

    private static string? CharsetOf(MediaTypeHeaderValue? type) => type?.CharSet;

    private static string? ValueOf(IEnumerable<KeyValuePair<string, string>> headers, string name)
    {
        foreach ((string key, string value) in headers)
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
                return value;
        return null;
    }
}
