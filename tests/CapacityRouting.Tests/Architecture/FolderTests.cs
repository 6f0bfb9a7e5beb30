using System.Runtime.CompilerServices;
using CapacityRouting.Routing;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Architecture;

/// <summary>Requests go down through the folders, and what a folder uses lies below it: held to the types, not to the <c>using</c> lines.</summary>
public sealed class FolderTests
{
    private const string Accept = "CAPACITYROUTING_ACCEPT_FOLDERS";

    public static TheoryData<string> All => [.. Folders.Order];

    [Fact]
    public void Order_OfTheFolders_HasEachOfThem() =>
        Assert.Equal(Folders.Order.Order(StringComparer.Ordinal), Folders.Types.Select(Folders.Of).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(All))]
    public void Arrows_OfAFolder_PointDown(string folder) =>
        Assert.DoesNotContain(Folders.Arrows, arrow => arrow.From == folder && PlaceOf(arrow.To) > PlaceOf(folder));

    [Fact]
    public void Arrows_BetweenFoldersOfTheFirstLevel_AreNoCircle()
    {
        Dictionary<string, HashSet<string>> uses = Folders.Arrows
            .Select(arrow => (From: FirstOf(arrow.From), To: FirstOf(arrow.To)))
            .Where(arrow => arrow.From != arrow.To)
            .GroupBy(arrow => arrow.From, arrow => arrow.To, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);

        // A folder that uses none of those that are left goes out; what no longer gets smaller is a circle.
        while (uses.Keys.FirstOrDefault(folder => !uses[folder].Any(uses.ContainsKey)) is { } lowest)
            uses.Remove(lowest);

        Assert.Empty(uses.Keys);
    }

    [Fact]
    public void Namespace_OfAnInternalType_IsThatOfItsFolder() =>
        Assert.Empty(Folders.Types.Where(type => !type.IsPublic && type.Namespace != NamespaceOf(Folders.Of(type))).Select(type => $"{type.FullName} in {Folders.Of(type)}"));

    // Extensions of the container are where every user of a container finds them.
    [Fact]
    public void Namespace_OfAPublicType_IsTheRoot() =>
        Assert.DoesNotContain(Folders.Types, type => type.IsPublic && type.Namespace is not (nameof(CapacityRouting) or "Microsoft.Extensions.DependencyInjection"));

    [Fact]
    public void Picture_OfTheFolders_IsInTheDesign()
    {
        string page = Repository.Read("docs/design.md");
        string drawn = FolderPicture.Put(page, FolderPicture.Draw());
        if (Environment.GetEnvironmentVariable(Accept) == "1")
            File.WriteAllText(Repository.Path("docs/design.md"), page = drawn);

        Assert.True(page == drawn, $"The arrows between folders are not those of docs/design.md. Run the tests with {Accept}=1 once if they are meant:\n{FolderPicture.Draw()}");
    }

    [Fact]
    public void Types_OfTheCore_AreAllDeclaredInAFolder() =>
        Assert.Equal(typeof(Route).Assembly.GetTypes().Where(IsWritten).Select(type => type.FullName).Order(StringComparer.Ordinal), Folders.Types.Select(type => type.FullName).Order(StringComparer.Ordinal));

    [Fact]
    public void Arrow_FromCompiledCode_IsFound() =>
        Assert.Contains(Folders.Arrows, arrow => arrow is { From: "Queueing", To: "Capacity", Used: "Quota" });

    // The compiler adds types of its own, each in a namespace that is not the library's.
    private static bool IsWritten(Type type) =>
        !type.IsNested && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) && type.Namespace is { } space && (space.StartsWith(nameof(CapacityRouting), StringComparison.Ordinal) || type.IsPublic);

    private static int PlaceOf(string folder) => Array.IndexOf(Folders.Order, folder);

    private static string FirstOf(string folder) => folder.Split('/')[0];

    private static string NamespaceOf(string folder) => folder == Folders.Front ? nameof(CapacityRouting) : $"{nameof(CapacityRouting)}.{folder.Replace('/', '.')}";
}
