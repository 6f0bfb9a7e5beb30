using System.IO.Compression;

namespace CapacityRouting.Simulation.Traffic;

/// <summary>A file in gzip format, unpacked to its end or not at all.</summary>
/// <remarks>
/// <see cref="GZipStream"/> takes a file that is cut off for one that ends there, and the calls behind the cut would be missing without a word. So a
/// part of our own is put behind the file, which comes out again only if everything ahead of it was whole.
/// </remarks>
internal static class PackedFile
{
    // What is unpacked together with an error is lost, so small pieces tell better where it is.
    private const int PieceBytes = 64;

    private static readonly byte[] Mark = "the end of the file"u8.ToArray();

    /// <exception cref="WorkloadFormatException">It is broken, or not in this format.</exception>
    public static TextReader Open(string path)
    {
        MemoryStream text = new();
        InvalidDataException? broken = Unpack([.. File.ReadAllBytes(path), .. Packed(Mark)], text);
        ReadOnlySpan<byte> bytes = text.GetBuffer().AsSpan(0, (int)text.Length);
        if (broken is not null || !bytes.EndsWith(Mark))
        {
            FormatErrors errors = new(path);
            errors.Add(bytes.Count((byte)'\n') + 1, "the gzip data are broken or cut off about here");
            errors.ThrowIfAny(broken);
        }

        return new StreamReader(new MemoryStream(text.GetBuffer(), 0, bytes.Length - Mark.Length));
    }

    // What comes out ahead of an error tells where it is.
    private static InvalidDataException? Unpack(byte[] packed, MemoryStream text)
    {
        try
        {
            using GZipStream unpacking = new(new MemoryStream(packed), CompressionMode.Decompress);
            unpacking.CopyTo(text, PieceBytes);
            return null;
        }
        catch (InvalidDataException broken)
        {
            return broken;
        }
    }

    private static byte[] Packed(byte[] bytes)
    {
        MemoryStream packed = new();
        using (GZipStream packing = new(packed, CompressionLevel.Fastest))
            packing.Write(bytes);
        return packed.ToArray();
    }
}
