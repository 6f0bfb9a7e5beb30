using System.Diagnostics;
using CapacityRouting.Tests.Browser;

namespace CapacityRouting.Simulation.Tool.Tests.Tools;

/// <summary>The real browser, without a window. It is ended with the call that started it.</summary>
internal static class Chromium
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>What the page is after its scripts have run.</summary>
    public static Task<string> DomAsync(string page, View view) => RunAsync(page, view, "--dump-dom");

    public static async Task<Png> ScreenshotAsync(string page, View view)
    {
        string file = Path.ChangeExtension(page, $"{view}.png");
        await RunAsync(page, view, $"--screenshot={file}");
        Assert.True(File.Exists(file), "The browser took no screenshot.");
        return Png.Read(await File.ReadAllBytesAsync(file));
    }

    private static async Task<string> RunAsync(string page, View view, string task)
    {
        DirectoryInfo profile = Directory.CreateTempSubdirectory("simulation-tool-browser");
        using Process browser = Start(
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--virtual-time-budget=5000", $"--user-data-dir={profile.FullName}",
            $"--window-size={view.Width},{view.Height}", $"--blink-settings=preferredColorScheme={(view.IsDark ? 0 : 1)}", task, new Uri(page).AbsoluteUri,
        ]);
        try
        {
            using CancellationTokenSource late = new(Limit, TimeProvider.System);
            Task<string> output = browser.StandardOutput.ReadToEndAsync(late.Token);
            Task<string> error = browser.StandardError.ReadToEndAsync(late.Token);
            await browser.WaitForExitAsync(late.Token);
            Assert.True(browser.ExitCode == 0, await error);
            return await output;
        }
        finally
        {
            browser.Kill(entireProcessTree: true);
            await browser.WaitForExitAsync();
            profile.Delete(recursive: true);
        }
    }

    private static Process Start(IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(InstalledBrowser.Program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start)!;
    }

    /// <summary>How the page is looked at.</summary>
    internal sealed record View(int Width, int Height, bool IsDark)
    {
        public override string ToString() => $"{Width}-{(IsDark ? "dark" : "light")}";
    }
}
