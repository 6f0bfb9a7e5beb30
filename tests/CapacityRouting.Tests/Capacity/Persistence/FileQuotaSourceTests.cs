using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Capacity.Persistence;

public sealed class FileQuotaSourceTests : IDisposable
{
    private static readonly QuotaUsage[] Usages =
    [
        new("Routes:gpt", CapacityDimension.CostPerDay, 1.234567891m, new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)),
        new("Quotas:a \"team\"", CapacityDimension.TokensPerMonth, 9_000_000_000, new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2))),
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    private string File => Path.Combine(_folder.FullName, "deeper", "usage.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Load_WhatWasSaved_IsTheSame()
    {
        await SaveAsync(Usages[..1]);
        await SaveAsync(Usages);
        await SaveAsync(Usages);

        Assert.Equal(Usages, await LoadAsync());
        Assert.Equal(["usage.json", "usage.json.old"], Names());
    }

    [Fact]
    public async Task Load_NothingSavedYet_IsNothing() => Assert.Empty(await LoadAsync());

    [Fact]
    public async Task Load_AfterASaveThatBrokeOff_IsTheOneBeforeIt()
    {
        await SaveAsync(Usages);
        await System.IO.File.WriteAllTextAsync(File + ".new", """{"version":1,"levels":[]}"""[..12]);

        Assert.Equal(Usages, await LoadAsync());
        await SaveAsync(Usages[..1]);
        Assert.Equal(Usages[..1], await LoadAsync());
    }

    [Fact]
    public async Task Load_OfAFirstSaveThatBrokeOff_IsNothing()
    {
        await WriteAsync("{", ".new");

        Assert.Empty(await LoadAsync());
    }

    [Fact]
    public async Task Load_AFileThatIsCutOffAnywhere_IsTheOneBeforeIt()
    {
        await SaveAsync(Usages);
        byte[] whole = await System.IO.File.ReadAllBytesAsync(File);
        for (int length = 0; length < whole.Length; length++)
        {
            await SaveAsync(Usages[..1]);
            await SaveAsync(Usages);
            await System.IO.File.WriteAllBytesAsync(File, whole[..length]);

            await Assert.ThrowsAsync<FormatException>(LoadAsync);

            Assert.Equal(Usages[..1], await LoadAsync());
            Assert.Equal(whole[..length], await System.IO.File.ReadAllBytesAsync(File + ".damaged"));
        }
    }

    /// <summary>What a power cut leaves on some disks.</summary>
    [Fact]
    public async Task Load_AFileOfZeros_IsTheOneBeforeIt()
    {
        await SaveAsync(Usages);
        await SaveAsync(Usages);
        await System.IO.File.WriteAllBytesAsync(File, new byte[100]);

        await Assert.ThrowsAsync<FormatException>(LoadAsync);

        Assert.Equal(Usages, await LoadAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("[")]
    public async Task Load_ADamagedFileAndNoneBeforeItThatIsWhole_FailsUntilItIsDeleted(string? before)
    {
        await WriteAsync("{");
        if (before is not null)
            await WriteAsync(before, ".old");

        await Assert.ThrowsAsync<FormatException>(LoadAsync);
        await Assert.ThrowsAsync<FormatException>(LoadAsync);
        Assert.Equal("{", await System.IO.File.ReadAllTextAsync(File));

        System.IO.File.Delete(File);
        System.IO.File.Delete(File + ".old");
        Assert.Empty(await LoadAsync());
    }

    /// <summary>A process may end between the two steps in which one file takes the other's place.</summary>
    [Fact]
    public async Task Load_NoFileButTheOneBeforeIt_IsThat()
    {
        await SaveAsync(Usages);
        System.IO.File.Move(File, File + ".old");

        Assert.Equal(Usages, await LoadAsync());
    }

    [Fact]
    public async Task Load_AFileOfALaterVersion_LeavesItAsItIs()
    {
        const string Later = """{"version":2,"levels":[]}""";
        await SaveAsync(Usages);
        await SaveAsync(Usages);
        await WriteAsync(Later);

        await Assert.ThrowsAsync<NotSupportedException>(LoadAsync);
        await Assert.ThrowsAsync<NotSupportedException>(LoadAsync);

        Assert.Equal(Later, await System.IO.File.ReadAllTextAsync(File));
    }

    [Fact]
    public async Task Save_ThatNobodyWaitsForAnyLonger_LeavesTheFileAlone()
    {
        await SaveAsync(Usages);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await new FileQuotaSource(File).SaveAsync(Usages[..1], new(canceled: true)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await new FileQuotaSource(File).LoadAsync(new(canceled: true)));

        Assert.Equal(Usages, await LoadAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"version":0,"levels":[]}""")]
    [InlineData("""{"version":"1","levels":[]}""")]
    [InlineData("""{"version":1,"levels":[{"quota":"q"}]}""")]
    [InlineData("""{"version":1,"levels":[{"quota":"q","dimension":"Fortnight","used":1,"at":"2026-01-02T03:04:05Z"}]}""")]
    [InlineData("""{"version":1,"levels":[{"quota":"q","dimension":"CostPerDay","used":1e40,"at":"2026-01-02T03:04:05Z"}]}""")]
    [InlineData("""{"version":1,"levels":[{"quota":"q","dimension":"CostPerDay","used":1,"at":"yesterday"}]}""")]
    public async Task Load_ADamagedFile_IsAFormatExceptionAndStaysAsItIs(string content)
    {
        await WriteAsync(content);

        await Assert.ThrowsAsync<FormatException>(LoadAsync);

        Assert.Equal(content, await System.IO.File.ReadAllTextAsync(File));
        Assert.Equal(["usage.json"], Names());
    }

    [Fact]
    public async Task Restart_ARouterWithAFile_GoesOnWhereItWas()
    {
        ManualTime time = new();
        using (CapacityAwareChatClient before = RouterOver(time))
            await before.AskAsync(streaming: false);
        using CapacityAwareChatClient after = await RouterOver(time).SettledAsync();

        Assert.Equal(1, Assert.Single(after.Route("a").Buckets).Level);
    }

    [Fact]
    public async Task Restart_ARouterWithADamagedFile_SaysSoAndGoesOnFromTheOneBefore()
    {
        ManualTime time = new();
        using CapturingLoggerFactory log = new();
        QuotaUsage used = new("Routes:a", CapacityDimension.RequestsPerMonth, 1, time.GetUtcNow());
        await SaveAsync(used);
        await SaveAsync(used);
        await WriteAsync("{");

        using CapacityAwareChatClient router = await RouterOver(time, log).SettledAsync();
        Assert.Single(log.Messages, message => message.StartsWith("Error: Loading", StringComparison.Ordinal) && message.Contains("FormatException", StringComparison.Ordinal));
        await router.AskAsync(streaming: false);
        await router.AdvanceAsync(time, TimeSpan.FromSeconds(10));

        Assert.Equal(0, Assert.Single(router.Route("a").Buckets).Level);
        Assert.Equal(2, Assert.Single(await LoadAsync()).Used);
    }

    private async Task<IReadOnlyList<QuotaUsage>> LoadAsync() => await new FileQuotaSource(File).LoadAsync(CancellationToken.None);

    private async Task SaveAsync(params QuotaUsage[] usages) => await new FileQuotaSource(File).SaveAsync(usages, CancellationToken.None);

    private async Task WriteAsync(string content, string ending = "")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        await System.IO.File.WriteAllTextAsync(File + ending, content);
    }

    private IEnumerable<string?> Names() => Directory.GetFiles(Path.GetDirectoryName(File)!).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private CapacityAwareChatClient RouterOver(ManualTime time, CapturingLoggerFactory? log = null) => new(
        [new("a", new TestClient()) { Limits = new() { RequestsPerMonth = 2 } }], new() { QuotaSource = new FileQuotaSource(File) }, time, log);
}
