using System.Globalization;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Health;

/// <summary>After any one answer of a provider, its route takes calls again within an hour: a longer wait is probed, whatever was stated.</summary>
public sealed class AdversarialWaitTests
{
    private static readonly int[] Statuses = [200, 400, 401, 402, 403, 404, 408, 413, 418, 421, 422, 429, 451, 499, 500, 502, 503, 504, 529, 999];

    private static readonly string[] Waits =
    [
        "0", "-1", "1", "59", "3600", "3601", "86400", "172800", "315360000", "99999999999999999999", "9223372036854775807", "1e308", "NaN", "soon",
        "Fri, 31 Dec 9999 23:59:59 GMT", "9999-12-31T23:59:59Z", "Thu, 01 Jan 1970 00:00:00 GMT", "10y", "87600h",
    ];

    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Route_AfterOneAnswer_TakesCallsAgainWithinAnHour(bool streaming)
    {
        foreach (int status in Statuses)
            foreach (string wait in Waits)
                await OnceAsync(streaming, status, wait);
    }

    /// <summary>The user's own classifier may state what it likes.</summary>
    [Fact]
    public async Task Route_AfterAnyWaitOfAClassifier_TakesCallsAgainWithinAnHour()
    {
        foreach (FailureKind kind in Enum.GetValues<FailureKind>())
            foreach (TimeSpan wait in new[] { TimeSpan.MinValue, TimeSpan.FromDays(-1), TimeSpan.Zero, TimeSpan.FromDays(3_650), TimeSpan.MaxValue, Timeout.InfiniteTimeSpan })
                await OnceAsync(streaming: false, 500, "1", Classify.As(kind, wait));
    }

    private async Task OnceAsync(bool streaming, int status, string wait, CapacityRoutingOptions? options = null)
    {
        TestClient model = new();
        bool isFirst = true;
        model = new() { OnResponse = (_, _, _) => isFirst ? throw TestClient.Http(status, wait) : Task.FromResult(TestClient.Says("first")) };
        options ??= new();
        options.MaxWait = TimeSpan.Zero;
        using CapacityAwareChatClient client = Make.Router(_time, options, model, TestClient.Saying("second"));
        await Record.ExceptionAsync(() => client.AskAsync(streaming));
        isFirst = false;

        _time.Advance(TimeSpan.FromHours(1));

        string found = (await client.AskAsync(streaming)).Text;
        Assert.True(found == "first", string.Create(CultureInfo.InvariantCulture, $"{status}, {wait}: {found}"));
        Assert.Equal("first", (await client.AskAsync(streaming)).Text);
    }
}
