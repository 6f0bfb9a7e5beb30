namespace CapacityRouting.Tests.Browser;

/// <summary>The browser of this machine, for tests that look at a page as its visitors do.</summary>
internal static class InstalledBrowser
{
    private const string Insist = "CAPACITYROUTING_BROWSER";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];
    private static readonly string Missing = $"The page has to be looked at in a browser, and none of {string.Join(", ", Names)} is on the PATH. On Debian: apt-get install chromium.";

    /// <summary>The reason why no page can be viewed here. Null when it can, or when the environment of the test run requires it.</summary>
    public static string? WhyNot => Find() is null && Environment.GetEnvironmentVariable(Insist) != "required" ? Missing : null;

    /// <summary>The path of its program.</summary>
    public static string Program => Find() ?? throw new InvalidOperationException(Missing);

    private static string? Find()
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }
}
