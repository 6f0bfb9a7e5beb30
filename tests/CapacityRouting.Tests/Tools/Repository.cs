namespace CapacityRouting.Tests.Tools;

/// <summary>The checkout that the tests were built from, for those that read its files.</summary>
internal static class Repository
{
    private static readonly string Root = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    public static string Read(string relative) => File.ReadAllText(Path(relative));

    private static string Find(DirectoryInfo? folder) =>
        folder is null ? throw new InvalidOperationException("The tests run outside of a checkout.")
        : File.Exists(System.IO.Path.Combine(folder.FullName, "CapacityRouting.sln")) ? folder.FullName
        : Find(folder.Parent);
}
