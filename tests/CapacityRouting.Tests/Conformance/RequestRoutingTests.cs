using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Conformance;

public sealed class RequestRoutingTests
{
    public static TheoryData<string, RequestRouting, bool> BadValues
    {
        get
        {
            TheoryData<string, RequestRouting, bool> data = [];
            foreach (bool streaming in new[] { false, true })
            {
                data.Add("MaxWait", new() { MaxWait = TimeSpan.FromSeconds(-3) }, streaming);
                data.Add("MaxWait", new() { MaxWait = TimeSpan.FromDays(90) }, streaming);
                data.Add("Deadline", new() { Deadline = TimeSpan.Zero }, streaming);
                data.Add("Deadline", new() { Deadline = TimeSpan.FromSeconds(-3) }, streaming);
                data.Add("MaxAttempts", new() { MaxAttempts = 0 }, streaming);
                data.Add("MaxAttempts", new() { MaxAttempts = -3 }, streaming);
                data.Add("Tags", new() { Tags = null! }, streaming);
            }

            return data;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WithRouting_Wishes_NeverReachAClient(bool streaming)
    {
        TestClient first = TestClient.Failing(500);
        TestClient second = new();
        using CapacityAwareChatClient client = Make.Router(first, second);

        await client.AskAsync(streaming, new ChatOptions().WithRouting(new() { MaxAttempts = 2 }));
        await client.AskAsync(streaming, new ChatOptions { AdditionalProperties = new() { ["own"] = 1 } }.WithRouting(new() { MaxAttempts = 2 }));

        Assert.Null(first.Options[0]!.AdditionalProperties);
        Assert.Null(second.Options[0]!.AdditionalProperties);
        Assert.Equal("own", Assert.Single(second.Options[1]!.AdditionalProperties!).Key);
    }

    [Fact]
    public void WithRouting_Options_AreCopied()
    {
        ChatOptions options = new() { ModelId = "m", AdditionalProperties = new() { ["own"] = 1 } };

        ChatOptions copy = options.WithRouting(new());

        Assert.NotSame(options, copy);
        Assert.Equal("m", copy.ModelId);
        Assert.Single(options.AdditionalProperties);
        Assert.NotNull(((ChatOptions?)null).WithRouting(new()));
        Assert.Throws<ArgumentNullException>("routing", () => options.WithRouting(null!));
    }

    [Theory]
    [MemberData(nameof(BadValues), DisableDiscoveryEnumeration = true)]
    public async Task WithRouting_BadValue_IsRefusedByNameAndCallsNobody(string setting, RequestRouting bad, bool streaming)
    {
        TestClient inner = new();
        using CapacityAwareChatClient client = Make.Router(inner);

        ArgumentException refused = await Assert.ThrowsAnyAsync<ArgumentException>(() => client.AskAsync(streaming, new ChatOptions().WithRouting(bad)));

        Assert.Contains($"RequestRouting:{setting}", refused.Message, StringComparison.Ordinal);
        if (setting != "Tags")
            Assert.Contains(setting == "MaxAttempts" ? $"{bad.MaxAttempts}" : $"{bad.MaxWait ?? bad.Deadline}", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, inner.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WithRouting_MaxWaitZero_IsRefusedAtOnce(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(new FakeTimeProvider(), Saturated());
        await client.AskAsync(streaming);

        NoRouteAvailableException thrown = await Assert.ThrowsAsync<NoRouteAvailableException>(
            () => client.AskAsync(streaming, new ChatOptions().WithRouting(new() { MaxWait = TimeSpan.Zero })).DoneAsync());

        Assert.Equal(TimeSpan.FromSeconds(10), thrown.RetryAfter);
        Assert.Equal(TimeSpan.Zero, thrown.GetRoutingReport()!.Waited);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WithRouting_MaxWaitLongerThanThePolicys_Waits(bool streaming)
    {
        ManualTime time = new();
        using CapacityAwareChatClient client = new([Saturated()], new() { MaxWait = TimeSpan.Zero }, time);
        await client.AskAsync(streaming);

        Task<ChatResponse> waiting = client.AskAsync(streaming, new ChatOptions().WithRouting(new() { MaxWait = TimeSpan.FromSeconds(10) }));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(TimeSpan.FromSeconds(10), (await waiting.DoneAsync()).GetRoutingReport()!.Waited);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WithRouting_Deadline_BoundsTheWait(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(new FakeTimeProvider(), Saturated());
        await client.AskAsync(streaming);

        NoRouteAvailableException thrown = await Assert.ThrowsAsync<NoRouteAvailableException>(
            () => client.AskAsync(streaming, new ChatOptions().WithRouting(new() { Deadline = TimeSpan.FromSeconds(9) })).DoneAsync());

        Assert.Equal(TimeSpan.FromSeconds(10), thrown.RetryAfter);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WithRouting_Deadline_BoundsTheAttemptsInAll(bool streaming)
    {
        ManualTime time = new();
        TestClient hanging = new() { OnResponse = (_, _, _) => new TaskCompletionSource<ChatResponse>().Task };
        using CapacityAwareChatClient client = Make.Router(time, hanging, hanging, hanging);

        Task<ChatResponse> call = client.AskAsync(streaming, new ChatOptions().WithRouting(new() { Deadline = TimeSpan.FromSeconds(4) }));
        time.Advance(TimeSpan.FromSeconds(3.999));
        Assert.False(call.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.001));

        // Each but the last gets half of the time that is left.
        NoRouteAvailableException thrown = await Assert.ThrowsAsync<NoRouteAvailableException>(() => call.DoneAsync());
        Assert.Equal([2, 1, 1], thrown.Attempts.Select(attempt => attempt.Duration.TotalSeconds));
        Assert.All(thrown.Attempts, attempt => Assert.Equal(FailureKind.Timeout, attempt.Failure!.Kind));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WithRouting_MaxAttempts_BoundsTheAttempts(bool streaming)
    {
        TestClient next = new();
        using CapacityAwareChatClient client = Make.Router(TestClient.Failing(500), next);

        await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming, new ChatOptions().WithRouting(new() { MaxAttempts = 1 })));

        Assert.Equal(0, next.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WithRouting_Tags_ChooseAmongTheRoutesThatHaveThemAll(bool streaming)
    {
        ModelRoute[] routes =
        [
            new("a", new TestClient()) { Tags = ["eu"] },
            new("b", new TestClient()) { Tags = ["EU", "vision", "fast"] },
            new("c", new TestClient()),
        ];
        using CapacityAwareChatClient client = Make.Router(new FakeTimeProvider(), routes);

        ChatResponse response = await client.AskAsync(streaming, new ChatOptions().WithRouting(new() { Tags = ["eu", "Vision"] }));

        Assert.Equal("b", response.GetRoutingReport()!.ServedBy);
        Assert.Equal(new RouteExclusion("a", ExclusionReason.TagMismatch, null), Assert.Single(response.GetRoutingReport()!.Excluded));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WithRouting_TagsThatNoRouteHas_CallNobody(bool streaming)
    {
        TestClient inner = new();
        using CapacityAwareChatClient client = Make.Router(inner);

        NoRouteAvailableException thrown = await Assert.ThrowsAsync<NoRouteAvailableException>(
            () => client.AskAsync(streaming, new ChatOptions().WithRouting(new() { Tags = ["eu"] })).DoneAsync());

        Assert.Equal(ExclusionReason.TagMismatch, Assert.Single(thrown.Excluded).Reason);
        Assert.Null(thrown.RetryAfter);
        Assert.Equal(0, inner.Calls);
    }

    /// <summary>A route that takes one call in ten seconds.</summary>
    private static ModelRoute Saturated() => new("a", new TestClient()) { Limits = new() { RequestsPerMinute = 6 } };
}
