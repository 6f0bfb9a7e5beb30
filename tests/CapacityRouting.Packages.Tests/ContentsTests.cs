using System.Text;
using System.Xml.Linq;
using CapacityRouting.Packages.Tests.Tools;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Packages.Tests;

/// <summary>What is in the packages, and what they say of themselves.</summary>
[Collection(nameof(PackagesUnderTest))]
public sealed class ContentsTests(PackedSet packed)
{
    private const string Baseline = "tests/CapacityRouting.Packages.Tests/Contents.txt";

    public static TheoryData<string> Names => [.. PackedSet.Names];

    public static TheoryData<string> Libraries => [.. PackedSet.Libraries];

    private static string ProjectUrl => XDocument.Load(Repository.Path("Directory.Build.props")).Descendants("ProjectUrl").Single().Value;

    [Fact]
    public void Contents_OfAllPackages_AreThoseOfTheBaseline()
    {
        StringBuilder contents = new();
        foreach (string name in PackedSet.Names)
            Describe(name, contents);

        if (Environment.GetEnvironmentVariable("CAPACITYROUTING_ACCEPT_CONTENTS") == "1")
            File.WriteAllText(Repository.Path(Baseline), contents.ToString());
        Assert.Equal(Repository.Read(Baseline), contents.ToString());
    }

    [Fact]
    public void Dependencies_OfAllLibraries_HaveTheLowestVersions()
    {
        Dictionary<string, string> floors = XDocument.Load(Repository.Path("packaging/Floors.props")).Descendants("PackageVersion")
            .ToDictionary(each => (string)each.Attribute("Update")!, each => (string)each.Attribute("Version")!, StringComparer.Ordinal);
        List<(string Name, string Version)> named = [.. PackedSet.Libraries.SelectMany(DependenciesOf).Distinct()];

        Assert.Contains(named, each => each.Name == "Microsoft.Extensions.AI.Abstractions");
        Assert.All(named, each => Assert.Equal(each.Name.StartsWith("CapacityRouting", StringComparison.Ordinal) ? packed.Version : floors[each.Name], each.Version));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Description_OfAPackage_SaysWhereItComesFrom(string name)
    {
        using PackedFile package = packed.Open(name);
        XElement repository = package.Metadata.Elements().Single(element => element.Name.LocalName == "repository");

        Assert.Equal("MIT", package.Said("license"));
        Assert.Equal(ProjectUrl, package.Said("projectUrl"));
        Assert.Equal(ProjectUrl, (string?)repository.Attribute("url"));
        Assert.Matches("^[0-9a-f]{40}$", (string?)repository.Attribute("commit"));
        Assert.Equal($"{ProjectUrl}/blob/main/CHANGELOG.md", package.Said("releaseNotes"));
        Assert.Equal([0x89, .. "PNG"u8], package.Bytes(package.Said("icon")!)[..4]);
        Assert.Equal("README.md", package.Said("readme"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Links_OfAReadme_AreWholeAndLeadToPackagesAndFilesThatAreThere(string name)
    {
        using PackedFile package = packed.Open(name);
        string[] links = [.. package.Text("README.md").Split("](").Skip(1).Select(rest => rest.Split(')')[0])];

        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(
            link.StartsWith($"{ProjectUrl}/blob/main/", StringComparison.Ordinal) ? File.Exists(Repository.Path(link[$"{ProjectUrl}/blob/main/".Length..]))
            : link.StartsWith("https://www.nuget.org/packages/", StringComparison.Ordinal) && PackedSet.Names.Contains(link.Split('/')[^1]),
            link));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Symbols_OfALibrary_AreAPackageOfTheirOwn(string name)
    {
        using PackedFile package = packed.Open(name);
        using PackedFile symbols = packed.Open(name, "snupkg");

        Assert.Equal(
            package.Paths.Where(path => path.EndsWith(".dll", StringComparison.Ordinal)),
            symbols.Paths.Where(path => path.EndsWith(".pdb", StringComparison.Ordinal)).Select(path => Path.ChangeExtension(path, "dll")));
    }

    private IEnumerable<(string Name, string Version)> DependenciesOf(string name)
    {
        using PackedFile package = packed.Open(name);
        return [.. package.Dependencies.Select(each => (each.Name, each.Version))];
    }

    private void Describe(string name, StringBuilder contents)
    {
        using PackedFile package = packed.Open(name);
        contents.Append(name).Append('\n');
        foreach ((string framework, string dependency, string version) in package.Dependencies)
            contents.Append("  needs ").Append(framework).Append(' ').Append(dependency).Append(' ').Append(version == packed.Version ? "of the same version" : version).Append('\n');
        foreach (string path in package.Paths)
            contents.Append("  has ").Append(path).Append('\n');
    }
}
