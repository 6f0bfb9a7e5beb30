using System.IO.Compression;
using System.Xml.Linq;

namespace CapacityRouting.Packages.Tests.Tools;

/// <summary>One package, opened.</summary>
internal sealed class PackedFile(string path) : IDisposable
{
    private readonly ZipArchive _archive = ZipFile.OpenRead(path);

    /// <summary>The paths in it, but for those that every package has for the sake of its format.</summary>
    public IEnumerable<string> Paths => _archive.Entries.Select(entry => entry.FullName)
        .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal) && name != "[Content_Types].xml")
        .Order(StringComparer.Ordinal);

    /// <summary>Its description.</summary>
    public XElement Metadata => XDocument.Parse(Text(Paths.Single(name => name.EndsWith(".nuspec", StringComparison.Ordinal)))).Root!.Elements().Single(element => element.Name.LocalName == "metadata");

    /// <summary>What it depends on, with the framework.</summary>
    public IEnumerable<(string Framework, string Name, string Version)> Dependencies => Metadata.Descendants()
        .Where(element => element.Name.LocalName == "dependency")
        .Select(element => ((string?)element.Parent!.Attribute("targetFramework") ?? "any", (string)element.Attribute("id")!, (string)element.Attribute("version")!));

    public void Dispose() => _archive.Dispose();

    public string Text(string entry)
    {
        using StreamReader reader = new(_archive.GetEntry(entry)?.Open() ?? throw new FileNotFoundException($"{path} has no {entry}."));
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    public byte[] Bytes(string entry)
    {
        using Stream stream = _archive.GetEntry(entry)?.Open() ?? throw new FileNotFoundException($"{path} has no {entry}.");
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>An element of the description; null where there is none.</summary>
    public string? Said(string element) => Metadata.Elements().FirstOrDefault(each => each.Name.LocalName == element)?.Value;
}
