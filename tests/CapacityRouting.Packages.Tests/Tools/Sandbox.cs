namespace CapacityRouting.Packages.Tests.Tools;

/// <summary>Where projects with the packages are restored: from their folder, and into a folder of packages that begins empty, so that nothing stale is taken for them.</summary>
internal static class Sandbox
{
    public static Dictionary<string, string> Environment(PackedSet packed)
    {
        string cache = System.Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        Dictionary<string, string> environment = new()
        {
            ["NUGET_PACKAGES"] = Path.Combine(packed.Workshop, "restored"),
            ["RestoreAdditionalProjectSources"] = packed.Folder,
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        };

        // All others are there already, and are read where they are.
        if (!Directory.Exists(Path.Combine(cache, "capacityrouting", packed.Version)))
            environment["RestoreFallbackFolders"] = cache;
        return environment;
    }
}
