using System.Diagnostics;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Capacity.Persistence;

/// <summary>A real process spends a budget, is killed at random moments and started again, until the budget is gone.</summary>
public sealed class KillTests : IDisposable
{
    // Of each limit a start forfeits a hundredth, and the limits differ by less than one.
    private const int Step = Spender.Budget / 100;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly Random _random = new(17);

    private string Calls => Path.Combine(_folder.FullName, "calls");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Budget_OfAProcessThatIsKilledAgainAndAgain_IsNeverOverspentAndLosesAStepAtMost()
    {
        DateTime day;
        int starts;
        do
        {
            // A day that ends meanwhile is another budget.
            foreach (FileInfo file in _folder.GetFiles())
                file.Delete();
            day = Today();
            starts = Extent.IsLong ? 80 : 8;
            for (int start = 0; start < starts; start++)
                await KillAsync(start);
            using Process last = Start();
            await last.WaitForExitAsync();
            Assert.Equal(Spender.Spent, last.ExitCode);
        }
        while (Today() != day);

        // At a start that finds no step left, nothing is forfeited.
        Assert.InRange(CountCalls(), Math.Max(1, Spender.Budget - ((Step + 1) * starts)), Spender.Budget);
    }

    /// <summary>Every second one is killed by the clock, before, during or after its first save, and the others once they have made some calls.</summary>
    private async Task KillAsync(int start)
    {
        long before = CountCalls();
        using Process process = Start();
        int calls = _random.Next(1, Step * 2);
        TimeSpan time = TimeSpan.FromMilliseconds(_random.Next(0, 400));
        if (start % 2 == 0)
            await Task.Delay(time, TimeProvider.System);
        else
            await Settled.UntilAsync(() => CountCalls() >= before + calls || process.HasExited);
        process.Kill();
        await process.WaitForExitAsync();
    }

    private static DateTime Today() => TimeProvider.System.GetUtcNow().Date;

    private long CountCalls() => File.Exists(Calls) ? new FileInfo(Calls).Length : 0;

    private Process Start()
    {
        string assembly = typeof(Spender).Assembly.Location;
        return Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [assembly, nameof(Spender), _folder.FullName]))!;
    }
}
