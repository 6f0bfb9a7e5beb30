using System.Buffers.Binary;
using System.IO.Compression;

namespace CapacityRouting.Simulation.Tool.Tests.Tools;

/// <summary>A picture as browsers write it: 8 bits a channel, with or without transparency, not interlaced.</summary>
internal sealed class Png
{
    private const int SignatureLength = 8;
    private readonly byte[] _pixels;
    private readonly int _channels;

    private Png(int width, int height, int channels, byte[] pixels)
    {
        (Width, Height) = (width, height);
        _channels = channels;
        _pixels = pixels;
    }

    public int Width { get; }

    public int Height { get; }

    public Colour this[int x, int y]
    {
        get
        {
            ReadOnlySpan<byte> pixel = _pixels.AsSpan(((y * Width) + x) * _channels);
            return new(pixel[0], pixel[1], pixel[2]);
        }
    }

    public static Png Read(byte[] file)
    {
        using MemoryStream packed = new();
        ReadOnlySpan<byte> header = default;
        for (int at = SignatureLength; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            ReadOnlySpan<byte> kind = file.AsSpan(at + 4, 4);
            ReadOnlySpan<byte> content = file.AsSpan(at + 8, length);
            if (kind.SequenceEqual("IHDR"u8))
                header = content;
            else if (kind.SequenceEqual("IDAT"u8))
                packed.Write(content);
            at += length + 12;
        }

        int channels = header is [_, _, _, _, _, _, _, _, 8, 2 or 6, 0, 0, 0] ? (header[9] == 6 ? 4 : 3) : throw new InvalidDataException("A picture of another kind.");
        int width = BinaryPrimitives.ReadInt32BigEndian(header);
        int height = BinaryPrimitives.ReadInt32BigEndian(header[4..]);
        packed.Position = 0;
        return new(width, height, channels, Unfiltered(packed, width * channels, height, channels));
    }

    /// <summary>Each line says how its bytes were guessed from their neighbours; the guess is added back.</summary>
    private static byte[] Unfiltered(Stream packed, int stride, int height, int channels)
    {
        using ZLibStream lines = new(packed, CompressionMode.Decompress);
        byte[] pixels = new byte[stride * height];
        for (int y = 0; y < height; y++)
        {
            int filter = lines.ReadByte();
            Span<byte> line = pixels.AsSpan(y * stride, stride);
            lines.ReadExactly(line);
            ReadOnlySpan<byte> above = y == 0 ? new byte[stride] : pixels.AsSpan((y - 1) * stride, stride);
            for (int i = 0; i < stride; i++)
                line[i] += Guess(filter, i < channels ? 0 : line[i - channels], above[i], i < channels ? 0 : above[i - channels]);
        }

        return pixels;
    }

    private static byte Guess(int filter, int left, int above, int corner) => filter switch
    {
        0 => 0,
        1 => (byte)left,
        2 => (byte)above,
        3 => (byte)((left + above) / 2),
        4 => (byte)Nearest(left, above, corner),
        _ => throw new InvalidDataException($"There is no filter {filter}."),
    };

    private static int Nearest(int left, int above, int corner)
    {
        (int toLeft, int toAbove, int toCorner) = (Math.Abs(above - corner), Math.Abs(left - corner), Math.Abs(left + above - corner - corner));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
}
