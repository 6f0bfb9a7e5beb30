using System.Reflection;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.ScriptedProvider;

/// <summary>Compares an assembly's public surface with the one that is written beside its tests.</summary>
internal static class PublicApi
{
    private const string Accept = "CAPACITYROUTING_ACCEPT_API";

    public static void AssertIsAsWritten(Assembly assembly)
    {
        string file = Sources.PathOf("tests", assembly.GetName().Name + ".Tests", "PublicApi.txt");
        string now = PublicSurface.Of(assembly);
        if (Environment.GetEnvironmentVariable(Accept) == "1")
            File.WriteAllText(file, now);

        Assert.True(File.Exists(file) && File.ReadAllText(file) == now, $"""
            The public surface is not the one of PublicApi.txt:
            {now}
            If that is meant, run the tests with {Accept}=1 once, and review and commit the file.
            """);
    }
}
