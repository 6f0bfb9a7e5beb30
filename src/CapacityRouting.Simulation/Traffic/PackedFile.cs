using System.IO.Compression;

namespace CapacityRouting.Simulation.Traffic;

/// <summary>A file in gzip format, unpacked to its end or not at all.</summary>
/// <remarks>
/// <see cref="GZipStream"/> treats a file that is cut off as complete, and the calls after the cut would be missing without an error. So a
/// marker part is added after the file. It is unpacked only if everything before it was whole.
/// </remarks>
internal static class PackedFile
{
    // Text that is unpacked together with an error is lost. Small pieces locate the error better.
    private const int PieceBytes = 64;

    private static readonly byte[] Mark = "the end of the file"u8.ToArray();

    /// <exception cref="WorkloadFormatException">The file is broken, or not in this format.</exception>
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

    // The text before an error shows where the error is.
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
