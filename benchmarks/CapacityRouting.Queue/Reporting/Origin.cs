using System.Diagnostics;
using CapacityRouting.Benchmarks.Reporting;

namespace CapacityRouting.Queue.Reporting;

/// <summary>Where and when the figures were taken, and of what.</summary>
internal sealed record Origin(string Machine, DateOnly Date, string Commit, string? Before)
{
    public static Origin Of(CommandLine given) => new(
        Benchmarks.Reporting.Machine.Describe(),
        DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().Date),
        given.Commit ?? Benchmarks.Reporting.Machine.Commit(),
        given.Before is { } checkout ? CommitOf(checkout) : null);

    private static string CommitOf(string checkout)
    {
        using Process git = Process.Start(new ProcessStartInfo("git", ["-C", checkout, "rev-parse", "HEAD"]) { RedirectStandardOutput = true, UseShellExecute = false })
            ?? throw new InvalidOperationException("git did not start.");
        string commit = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        return git.ExitCode == 0 ? commit : throw new InvalidOperationException($"git knows no commit in '{checkout}'.");
    }
}
