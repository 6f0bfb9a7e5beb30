using System.Diagnostics;

namespace CapacityRouting.Packages.Tests.Tools;

/// <summary>Runs a program to its end.</summary>
internal static class Shell
{
    // A hang is a failure, and not the end of the run of all tests.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <returns>What it wrote to its output.</returns>
    /// <exception cref="InvalidOperationException">It ended with an error; the message has all that it wrote.</exception>
    public static async Task<string> RunAsync(string folder, IReadOnlyDictionary<string, string> environment, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };

        // The build that runs the tests must not reach into the builds that they start.
        foreach (string inherited in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(inherited);
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        using CancellationTokenSource tooLong = new(Patience, TimeProvider.System);
        Task<string> output = process.StandardOutput.ReadToEndAsync(tooLong.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(tooLong.Token);
        try
        {
            await process.WaitForExitAsync(tooLong.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        string written = await output;
        return process.ExitCode == 0 ? written
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.\n{written}\n{await error}");
    }
}
