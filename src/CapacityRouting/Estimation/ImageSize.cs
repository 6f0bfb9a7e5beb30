using System.Buffers.Binary;

namespace CapacityRouting.Estimation;

/// <summary>The width and height of an image, read from its first bytes: PNG, GIF and JPEG. Null for other formats and for broken data.</summary>
internal static class ImageSize
{
    private const int PngHeader = 24;
    private const int GifHeader = 10;

    public static (int Width, int Height)? Read(ReadOnlySpan<byte> image)
    {
        if (image.Length >= PngHeader && image[1..].StartsWith("PNG\r\n"u8))
            return Sized(BinaryPrimitives.ReadInt32BigEndian(image[16..]), BinaryPrimitives.ReadInt32BigEndian(image[20..]));
        if (image.Length >= GifHeader && image.StartsWith("GIF8"u8))
            return Sized(BinaryPrimitives.ReadUInt16LittleEndian(image[6..]), BinaryPrimitives.ReadUInt16LittleEndian(image[8..]));
        return image.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]) ? OfJpeg(image[2..]) : null;
    }

    /// <summary>A JPEG is a sequence of segments: a marker, the segment's length, its data. The frame's segment has the size.</summary>
    private static (int Width, int Height)? OfJpeg(ReadOnlySpan<byte> rest)
    {
        while (rest.Length >= 9 && rest[0] == 0xFF)
        {
            if (IsFrame(rest[1]))
                return Sized(BinaryPrimitives.ReadUInt16BigEndian(rest[7..]), BinaryPrimitives.ReadUInt16BigEndian(rest[5..]));
            int next = 2 + BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (next > rest.Length)
                return null;
            rest = rest[next..];
        }

        return null;
    }

    /// <summary>Whether a marker begins a frame: C0 to CF, except those of Huffman tables, the reserved one and arithmetic conditioning.</summary>
    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not 0xC4 and not 0xC8 and not 0xCC;

    private static (int Width, int Height)? Sized(int width, int height) => width > 0 && height > 0 ? (width, height) : null;
}
