using CapacityRouting.Failures.RetryAfter;

namespace CapacityRouting.Tests.Failures.RetryAfter;

/// <summary>Stamps without a zone: the provider's zone where it is known, else the shortest plausible wait.</summary>
public sealed class LocalStampTests
{
    private static readonly DateTimeOffset Now = new(2026, 9, 12, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Your limit will reset at 2026-09-12 18:55:00", null, 55)]
    [InlineData("Your limit will reset at 2026-09-12 10:55:00", null, 55)]
    [InlineData("Your limit will reset at 2026-09-12 18:55:00", "Asia/Shanghai", 55)]
    [InlineData("Your limit will reset at 2026-09-12 10:55:00", "Asia/Shanghai", null)]
    [InlineData("Your limit will reset at 2026-09-12 18:55:00 UTC", null, 535)]
    [InlineData("Your limit will reset at 2026-09-12T18:55:00Z", "Asia/Shanghai", 535)]
    [InlineData("已达到 5 小时的使用上限。您的限额将在 2026-09-12 18:55:00 重置。", "Asia/Shanghai", 55)]
    [InlineData("Free quota used. Resets at 11:11 UTC.", null, 71)]
    [InlineData("Free quota used. Resets at 09:00 UTC.", null, 1380)]
    [InlineData("Free quota used. Resets at 11:11.", null, null)]
    [InlineData("The quota will reset at 09-13 10:00:00 UTC.", null, 1440)]
    [InlineData("The quota will reset at 01-01 00:00 UTC.", null, 159240)]
    [InlineData("please try again after one minute.", null, 1)]
    [InlineData("please retry in an hour", null, 60)]
    [InlineData("please wait a moment", null, null)]
    [InlineData("触发限流，请约 2 分钟后重试", null, 2)]
    [InlineData("请 3 小时后重试", null, 180)]
    [InlineData("limit resets on September 12, 2026 at 6:55 PM", null, 535)]
    public void Wait_UntilAStamp_IsInTheProvidersZone(string text, string? zone, int? minutes) =>
        Assert.Equal(minutes is { } known ? TimeSpan.FromMinutes(known) : null, WaitInText.Longest(text, Now, zone is null ? null : TimeZoneInfo.FindSystemTimeZoneById(zone)));
}
