namespace CapacityRouting.Tests.Tools;

/// <summary>The files of the repository, found from where the tests run.</summary>
internal static class Sources
{
    private static readonly string Root = RootOf();

    /// <summary>The core's files by their path below its project.</summary>
    public static SortedDictionary<string, string> All { get; } = new(
        Directory.EnumerateFiles(PathOf("src", "CapacityRouting"), "*.cs", SearchOption.AllDirectories)
            .Select(file => (File: file, Name: Path.GetRelativePath(PathOf("src", "CapacityRouting"), file).Replace('\\', '/')))
            .Where(source => !source.Name.StartsWith("bin/", StringComparison.Ordinal) && !source.Name.StartsWith("obj/", StringComparison.Ordinal))
            .ToDictionary(source => source.Name, source => File.ReadAllText(source.File), StringComparer.Ordinal),
        StringComparer.Ordinal);

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The first folder of its path; empty for the client and what it is put together from.</summary>
    public static string FolderOf(string file) => file.Contains('/', StringComparison.Ordinal) ? file[..file.IndexOf('/', StringComparison.Ordinal)] : string.Empty;

    /// <summary>A file without its comments.</summary>
    public static string CodeOf(string file) =>
        string.Join('\n', All[file].Split('\n').Select(line => line.Contains("//", StringComparison.Ordinal) ? line[..line.IndexOf("//", StringComparison.Ordinal)] : line));

    private static string RootOf()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
