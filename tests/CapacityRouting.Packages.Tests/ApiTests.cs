using System.Xml.Linq;
using CapacityRouting.Packages.Tests.Tools;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Packages.Tests;

/// <summary>The packed assemblies against the API that is written down, and the packed documentation against the assemblies.</summary>
[Collection(nameof(PackagesUnderTest))]
public sealed class ApiTests(PackedSet packed)
{
    private static readonly string[] ApiFiles = ["PublicAPI.Shipped.txt", "PublicAPI.Unshipped.txt"];

    public static TheoryData<string, string> Assemblies
    {
        get
        {
            TheoryData<string, string> assemblies = [];
            foreach (string name in PackedSet.Libraries)
                foreach (string framework in new[] { "net8.0", "net10.0" })
                    assemblies.Add(name, framework);
            return assemblies;
        }
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Types_OfAPackedAssembly_AreThoseOfTheWrittenApi(string name, string framework)
    {
        using PackedFile package = packed.Open(name);

        Assert.Equal(Written(name).Order(StringComparer.Ordinal), new PackedAssembly(package.Bytes($"lib/{framework}/{name}.dll")).Types.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Documentation_OfAPackedAssembly_IsOfAllThatIsPublicAndOfNothingElse(string name, string framework)
    {
        using PackedFile package = packed.Open(name);
        PackedAssembly assembly = new(package.Bytes($"lib/{framework}/{name}.dll"));
        ILookup<char, string> documented = XDocument.Parse(package.Text($"lib/{framework}/{name}.xml")).Descendants("member")
            .Select(member => (string)member.Attribute("name")!)
            .ToLookup(id => id[0], NameOf);

        Assert.Equal(assembly.Types.Order(StringComparer.Ordinal), documented['T'].Order(StringComparer.Ordinal));
        Assert.All("MPF".SelectMany(kind => documented[kind]), member => Assert.Contains(member, assembly.Members));
    }

    /// <summary>The lines that are types: they have neither a result nor a value.</summary>
    private static IEnumerable<string> Written(string name) => ApiFiles
        .SelectMany(file => File.ReadLines(Repository.Path($"src/{name}/{file}")))
        .Where(line => line.Length > 0 && line[0] != '#' && !line.Contains(" -> ", StringComparison.Ordinal))
        .Select(line => line.Split('<')[0]);

    // A letter and a colon, the name, the number of type parameters after a backtick, and the parameters.
    private static string NameOf(string id) => string.Join('.', id[2..].Split('(')[0].Split('~')[0].Split('.').Select(part => part.Split('`')[0]));
}
