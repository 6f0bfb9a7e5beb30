using System.IO.Compression;
using System.Text;

namespace CapacityRouting.Simulation.Tests.Traffic;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("workloads");

    public static byte[] Packed(string text)
    {
        MemoryStream packed = new();
        using (GZipStream packing = new(packed, CompressionLevel.Optimal))
            packing.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(Path(name), content);
        return Path(name);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
