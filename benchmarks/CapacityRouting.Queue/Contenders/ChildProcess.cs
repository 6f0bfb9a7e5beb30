using System.Diagnostics;
using System.Text.Json;
using CapacityRouting.Queue.Running;

namespace CapacityRouting.Queue.Contenders;

/// <summary>This program, built against the library of one commit, in a process of its own.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    public ChildProcess(string program, BenchmarkSettings settings) =>
        _process = Process.Start(new ProcessStartInfo("dotnet", [program, CommandLine.Serve, .. settings.ToArguments()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        }) ?? throw new InvalidOperationException($"{program} did not start.");

    /// <summary>The program as it runs now.</summary>
    public static string ThisProgram => typeof(ChildProcess).Assembly.Location;

    public async Task<Reply> AskAsync(Request request)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(request));
        await _process.StandardInput.FlushAsync();
        return await _process.StandardOutput.ReadLineAsync() is { } line
            ? JsonSerializer.Deserialize<Reply>(line)!
            : throw new InvalidOperationException($"The process ended amid {request}.");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
