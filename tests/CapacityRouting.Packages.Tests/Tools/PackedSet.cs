using System.Reflection;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Packages.Tests.Tools;

/// <summary>
/// The packages under test. The gate packs them and names their folder in <c>CAPACITYROUTING_PACKAGES</c>; without it they are packed here, from what the build of the tests has made.
/// </summary>
public sealed class PackedSet : IAsyncLifetime
{
    private static readonly string Configuration = typeof(PackedSet).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>A folder of these tests alone. It is deleted in the end.</summary>
    public string Workshop { get; } = Directory.CreateTempSubdirectory("capacityrouting").FullName;

    /// <summary>The folder with the packages.</summary>
    public string Folder { get; private set; } = string.Empty;

    /// <summary>Their version.</summary>
    public string Version { get; private set; } = string.Empty;

    /// <summary>The names of all packages: those of the projects.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.EnumerateDirectories(Repository.Path("src")).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    /// <summary>Those that a program refers to, and not the tool.</summary>
    public static IEnumerable<string> Libraries => Names.Where(name => !name.EndsWith(".Tool", StringComparison.Ordinal));

    public async Task InitializeAsync()
    {
        Folder = Environment.GetEnvironmentVariable("CAPACITYROUTING_PACKAGES") ?? await PackAsync();
        string first = Directory.EnumerateFiles(Folder, "CapacityRouting.*.nupkg").Select(file => Path.GetFileNameWithoutExtension(file)).Single(name => char.IsAsciiDigit(name["CapacityRouting.".Length]));
        Version = first["CapacityRouting.".Length..];
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Workshop, recursive: true);
        return Task.CompletedTask;
    }

    internal PackedFile Open(string name, string extension = "nupkg") => new(Path.Combine(Folder, $"{name}.{Version}.{extension}"));

    private async Task<string> PackAsync()
    {
        string folder = Path.Combine(Workshop, "packages");
        foreach (string name in Names)
            await Shell.RunAsync(Repository.Path("src"), new Dictionary<string, string>(), "dotnet", "pack", name, "--no-build", "--configuration", Configuration, "--output", folder);
        return folder;
    }
}
