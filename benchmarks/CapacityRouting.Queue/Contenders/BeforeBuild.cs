using System.Diagnostics;

namespace CapacityRouting.Queue.Contenders;

/// <summary>Builds this program against the library of another checkout, in a folder of its own that goes with it.</summary>
internal sealed class BeforeBuild : IDisposable
{
    private const string Name = "CapacityRouting.Queue";
    private const string Library = "src/CapacityRouting/CapacityRouting.csproj";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("queue-before-");

    /// <summary>The program that was built.</summary>
    public string Program => Directory.EnumerateFiles(Path.Combine(_folder.FullName, "bin", Name), $"{Name}.dll", SearchOption.AllDirectories).First();

    public static async Task<BeforeBuild> OfAsync(string checkout)
    {
        BeforeBuild build = new();
        string library = Path.GetFullPath(Path.Combine(checkout, Library));
        using Process process = Process.Start(new ProcessStartInfo("dotnet",
            [
                "build", ProjectFile(), "-c", "Release", "-v", "q", "--artifacts-path", build._folder.FullName,
                $"-p:LibraryUnderTest={library}", "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false",
            ])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        }) ?? throw new InvalidOperationException("dotnet did not start.");
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? build : throw new InvalidOperationException($"The program does not build against {library}:\n{output}");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>This program's project, looked for from the current directory upwards.</summary>
    private static string ProjectFile()
    {
        for (DirectoryInfo? folder = new(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            string file = Path.Combine(folder.FullName, "benchmarks", Name, $"{Name}.csproj");
            if (File.Exists(file))
                return file;
        }

        throw new InvalidOperationException("Run it within the repository: --before builds this program anew.");
    }
}
