using System.Xml.Linq;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Packages.Tests.Tools;

/// <summary>The README of a package, as it stands in the package.</summary>
internal sealed class Readme(string text)
{
    private const string AddPackage = "dotnet add package ";

    /// <summary>The first block of a language.</summary>
    public string Block(string language) => text.Split($"```{language}\n").Skip(1).First().Split("```")[0];

    /// <summary>The packages that it tells to add.</summary>
    public IEnumerable<string> Packages => Block("console").Split('\n')
        .Where(line => line.StartsWith(AddPackage, StringComparison.Ordinal))
        .Select(line => line[AddPackage.Length..].Split(' ')[0]);

    /// <summary>A project with these packages: our own in the version under test, the others as the repository has them.</summary>
    public string Project(string version) => new XElement(
        "Project",
        new XAttribute("Sdk", "Microsoft.NET.Sdk"),
        new XElement(
            "PropertyGroup",
            new XElement("OutputType", "Exe"),
            new XElement("TargetFramework", "net10.0"),
            new XElement("ImplicitUsings", "enable"),
            new XElement("Nullable", "enable"),
            new XElement("InvariantGlobalization", "true"),
            new XElement("NuGetAudit", "false"),
            new XElement("TreatWarningsAsErrors", "true"),

            // A mirror of packages may lack a version that lies between ours.
            new XElement("WarningsNotAsErrors", "NU1603")),
        new XElement("ItemGroup", Packages.Select(package => new XElement("PackageReference", new XAttribute("Include", package), new XAttribute("Version", VersionOf(package, version)))))).ToString();

    private static string VersionOf(string package, string version) =>
        package.StartsWith("CapacityRouting", StringComparison.Ordinal) ? version
        : XDocument.Load(Repository.Path("Directory.Packages.props")).Descendants("PackageVersion").Single(each => (string?)each.Attribute("Include") == package).Attribute("Version")!.Value;
}
