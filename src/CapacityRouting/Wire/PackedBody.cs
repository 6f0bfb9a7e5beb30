using System.IO.Compression;

namespace CapacityRouting.Wire;

/// <summary>Unpacks the body of an error. Many clients ask for packed bodies and unpack only answers.</summary>
internal static class PackedBody
{
    /// <returns>At most <see cref="ObservedResponse.LongestBody"/> bytes. The same bytes where they are not packed, or in no known way; what could be unpacked where they are cut off.</returns>
    /// <param name="body">The bytes.</param>
    /// <param name="packing">The value of Content-Encoding; null where not stated. The marks of gzip tell it even then: proxies lose the header.</param>
    public static ReadOnlySpan<byte> Unpack(ReadOnlyMemory<byte> body, string? packing)
    {
        bool isMarked = body.Span is [0x1f, 0x8b, ..];
        if (body.IsEmpty || (packing is null && !isMarked))
            return body.Span;
        using MemoryStream packed = new(body.ToArray());
        using Stream? unpacking = Open(packed, isMarked ? "gzip" : packing!.Trim().ToLowerInvariant());
        return unpacking is null ? body.Span : ReadStart(unpacking) is { Length: > 0 } text ? text : body.Span;
    }

    private static Stream? Open(Stream packed, string packing) => packing switch
    {
        "gzip" or "x-gzip" => new GZipStream(packed, CompressionMode.Decompress),
        "deflate" => new ZLibStream(packed, CompressionMode.Decompress),
        "br" => new BrotliStream(packed, CompressionMode.Decompress),
        _ => null,
    };

    private static byte[] ReadStart(Stream unpacking)
    {
        byte[] text = new byte[ObservedResponse.LongestBody];
        int length = 0;
        try
        {
            for (int count = -1; count != 0 && length < text.Length; length += count)
                count = unpacking.Read(text, length, text.Length - length);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or InvalidOperationException)
        {
            // Cut off, or another packing than stated.
        }

        return text[..length];
    }
}
