using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Capacity;

public sealed class FileQuotaSourceTests : IDisposable
{
    private static readonly QuotaUsage[] Levels =
    [
        new("Routes:gpt", CapacityDimension.CostPerDay, 1.234567891m, new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)),
        new("Quotas:a \"team\"", CapacityDimension.TokensPerMonth, 9_000_000_000, new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2))),
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    private string File => Path.Combine(_folder.FullName, "deeper", "levels.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Load_WhatWasSaved_IsTheSame()
    {
        new FileQuotaSource(File).Save(Levels[..1]);
        new FileQuotaSource(File).Save(Levels);

        Assert.Equal(Levels, new FileQuotaSource(File).Load());
        Assert.Equal([File], Directory.GetFiles(Path.GetDirectoryName(File)!));
    }

    [Fact]
    public void Load_NothingSavedYet_IsNothing() => Assert.Empty(new FileQuotaSource(File).Load());

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"version":2,"levels":[]}""")]
    [InlineData("""{"version":"1","levels":[]}""")]
    [InlineData("""{"version":1,"levels":[{"quota":"q"}]}""")]
    [InlineData("""{"version":1,"levels":[{"quota":"q","dimension":"Fortnight","used":1,"at":"2026-01-02T03:04:05Z"}]}""")]
    [InlineData("""{"version":1,"levels":[{"quota":"q","dimension":"CostPerDay","used":1e40,"at":"2026-01-02T03:04:05Z"}]}""")]
    [InlineData("""{"version":1,"levels":[{"quota":"q","dimension":"CostPerDay","used":1,"at":"yesterday"}]}""")]
    public void Load_ADamagedFile_IsAFormatException(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllText(File, content);

        Assert.Throws<FormatException>(() => new FileQuotaSource(File).Load());
    }

    [Fact]
    public async Task Restart_ARouterWithAFile_GoesOnWhereItWas()
    {
        ManualTime time = new();
        using (CapacityAwareChatClient before = RouterOver(time))
            await before.AskAsync(streaming: false);
        using CapacityAwareChatClient after = RouterOver(time);

        Assert.Equal(1, Assert.Single(after.Route("a").Buckets).Level);
    }

    private CapacityAwareChatClient RouterOver(ManualTime time) => new(
        [new("a", new TestClient()) { Limits = new() { RequestsPerMonth = 2 } }], new() { QuotaSource = new FileQuotaSource(File) }, time);
}
