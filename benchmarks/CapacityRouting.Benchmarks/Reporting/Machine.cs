using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CapacityRouting.Benchmarks.Reporting;

/// <summary>Where the figures were taken.</summary>
internal static class Machine
{
    public static string Describe() =>
        $"{Processor()}, {Environment.ProcessorCount} cores; {OperatingSystem()}; {RuntimeInformation.FrameworkDescription}";

    /// <summary>The commit checked out in the current directory.</summary>
    public static string Commit()
    {
        using Process git = Process.Start(new ProcessStartInfo("git", ["rev-parse", "HEAD"]) { RedirectStandardOutput = true, UseShellExecute = false })
            ?? throw new InvalidOperationException("git did not start; give the commit with --commit.");
        string commit = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        return git.ExitCode == 0 ? commit : throw new InvalidOperationException("git knows no commit here; give it with --commit.");
    }

    private static string Processor() => ValueIn("/proc/cpuinfo", "model name", ':') ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string OperatingSystem() => ValueIn("/etc/os-release", "PRETTY_NAME", '=') ?? RuntimeInformation.OSDescription;

    private static string? ValueIn(string path, string key, char separator) => !File.Exists(path)
        ? null
        : File.ReadLines(path)
            .Where(line => line.StartsWith(key, StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf(separator, StringComparison.Ordinal) + 1)..].Trim().Trim('"'))
            .FirstOrDefault();
}
