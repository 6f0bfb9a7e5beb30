using CapacityRouting.Goodput.Rivals;

namespace CapacityRouting.Goodput.Tests.Rivals;

public class OrderedCooldownTests
{
    private readonly Stage _stage = Stage.Of(3);

    [Fact]
    public void GetResponse_RateLimited_LeavesItAloneForFiveSeconds() => Run(async rival =>
    {
        _stage.A.Next.Enqueue(Refusals.Status(429));
        Assert.Equal("b", await rival.AskAsync());
        Assert.Equal("ab", _stage.TakeCalls());

        await _stage.UntilAsync(TimeSpan.FromSeconds(5) - Asking.Tick);
        Assert.Equal("b", await rival.AskAsync());
        await _stage.UntilAsync(TimeSpan.FromSeconds(5));
        Assert.Equal("a", await rival.AskAsync());
    });

    [Fact]
    public void GetResponse_RateLimitedWithRetryAfter_LeavesItAloneForThatLong() => Run(async rival =>
    {
        _stage.A.Next.Enqueue(Refusals.Status(429, ("retry-after", "7")));
        await rival.AskAsync();

        await _stage.UntilAsync(TimeSpan.FromSeconds(7) - Asking.Tick);
        Assert.Equal("b", await rival.AskAsync());
        await _stage.UntilAsync(TimeSpan.FromSeconds(7));
        Assert.Equal("a", await rival.AskAsync());
    });

    [Fact]
    public void GetResponse_RetryAfterIsZero_DoesNotCoolDown() => Run(async rival =>
    {
        _stage.A.Next.Enqueue(Refusals.Status(429, ("retry-after", "0")));
        Assert.Equal("a", await rival.AskAsync());
        Assert.Equal("aa", _stage.TakeCalls());
    });

    [Fact]
    public void GetResponse_SecondRefusalWhileCooling_DoesNotExtendIt() => Run(async rival =>
    {
        // Both are sent at 0 s; the first is refused at 1 s, the second at 3 s. Cooling from 1 s to 6 s, not to 8 s.
        _stage.A.Always = Refusals.Status(429);
        _stage.A.Duration = TimeSpan.FromSeconds(1);
        Task<string> first = rival.AskAsync();
        _stage.A.Duration = TimeSpan.FromSeconds(3);
        Task<string> second = rival.AskAsync();
        Assert.Equal(["b", "b"], await Task.WhenAll(first, second));

        _stage.A.Always = null;
        await _stage.UntilAsync(TimeSpan.FromSeconds(6) - Asking.Tick);
        Assert.Equal("b", await rival.AskAsync());
        await _stage.UntilAsync(6);
        Assert.Equal("a", await rival.AskAsync());
    });

    [Fact]
    public void GetResponse_ServerErrors_CoolDownWithTheFifthOfFive() => Run(async rival =>
    {
        // Two retries each: failures 1, 2, 3, and then the next order. Failures 4 and 5 of 5 calls are more than half of at least five.
        _stage.A.Always = Refusals.Status(503);
        Assert.Equal("b", await rival.AskAsync());
        Assert.Equal("aaab", _stage.TakeCalls());
        Assert.Equal("b", await rival.AskAsync());
        Assert.Equal("aab", _stage.TakeCalls());
        Assert.Equal("b", await rival.AskAsync());
        Assert.Equal("b", _stage.TakeCalls());
    });

    [Fact]
    public void GetResponse_HalfHaveFailed_IsNotYetMoreThanHalf() => Run(async rival =>
    {
        for (int i = 0; i < 3; i++)
            await rival.AskAsync();
        _stage.TakeCalls();
        _stage.A.Always = Refusals.Status(500);

        // 1 of 4, 2 of 5, 3 of 6: no more than half. 4 of 7 is.
        await rival.AskAsync();
        Assert.Equal("aaab", _stage.TakeCalls());
        await rival.AskAsync();
        Assert.Equal("ab", _stage.TakeCalls());
    });

    [Fact]
    public void GetResponse_AMinuteLater_HasForgottenTheFailures() => Run(async rival =>
    {
        _stage.A.Always = Refusals.Status(503);
        await rival.AskAsync();
        await _stage.UntilAsync(60);
        await rival.AskAsync();
        Assert.Equal("aaabaaab", _stage.TakeCalls());
    });

    [Fact]
    public void GetResponse_ConnectionBreaks_NeverCoolsDown() => Run(async rival =>
    {
        _stage.A.Always = Refusals.Broken();
        for (int i = 0; i < 3; i++)
            Assert.Equal("b", await rival.AskAsync());
        Assert.Equal("aaabaaabaaab", _stage.TakeCalls());
    });

    [Fact]
    public void GetResponse_BadRequest_IsNotRetriedButGoesOn() => Run(async rival =>
    {
        _stage.A.Always = Refusals.Status(400);
        Assert.Equal("b", await rival.AskAsync());
        Assert.Equal("b", await rival.AskAsync());
        Assert.Equal("abab", _stage.TakeCalls());
    });

    [Fact]
    public void GetResponse_Unauthorized_CoolsDownAtOnce() => Run(async rival =>
    {
        _stage.A.Always = Refusals.Status(401);
        await rival.AskAsync();
        await rival.AskAsync();
        Assert.Equal("abb", _stage.TakeCalls());
    });

    [Fact]
    public void GetResponse_AllCoolDown_FailsWithoutAskingAnyone() => Run(async rival =>
    {
        foreach (ScriptedClient model in _stage.Models)
            model.Always = Refusals.Status(429);

        // a, and b and c as its retries: the first round's last failure is c's.
        Assert.Same(_stage.C.Always, await rival.FailAsync());
        Assert.Equal("abc", _stage.TakeCalls());

        NothingAvailableException refusal = Assert.IsType<NothingAvailableException>(await rival.FailAsync());
        Assert.Equal(429, (int)refusal.StatusCode!);
        Assert.Equal("", _stage.TakeCalls());
    });

    [Fact]
    public void GetResponse_PreferredFailsAndThenTheNext_ThrowsTheFirstRoundsFailure() => Run(async rival =>
    {
        foreach (ScriptedClient model in _stage.Models)
            model.Always = Refusals.Status(400);
        Assert.Same(_stage.A.Always, await rival.FailAsync());
        Assert.Equal("abc", _stage.TakeCalls());
    });

    [Fact]
    public void GetStreamingResponse_BreaksAfterItsFirstUpdate_CountsAsAFailure() => Run(async rival =>
    {
        // Five streams that break, of five: connections don't cool down, server errors do.
        _stage.A.BreaksWith = Refusals.Status(500);
        for (int i = 0; i < 5; i++)
            await Assert.ThrowsAnyAsync<HttpRequestException>(rival.StreamAsync);
        Assert.Equal("aaaaa", _stage.TakeCalls());
        Assert.Equal("b", await rival.StreamAsync());
    });

    [Fact]
    public void GetResponse_PromptTooLongForTheFirst_IsNotSentThere()
    {
        Stage stage = new(Stage.Model("a") with { ContextWindow = 10 }, Stage.Model("b") with { ContextWindow = 20 });
        stage.Run(context => new OrderedCooldown(context), async rival =>
        {
            // 40 characters are 10 tokens, 41 are 11; 81 are 21.
            Assert.Equal("a", await rival.AskAsync(40));
            Assert.Equal("b", await rival.AskAsync(41));
            stage.TakeCalls();
            NothingAvailableException refusal = Assert.IsType<NothingAvailableException>(await rival.FailAsync(81));
            Assert.Equal(400, (int)refusal.StatusCode!);
            Assert.Equal("", stage.TakeCalls());
        });
    }

    [Theory]
    [InlineData("3", 3)]
    [InlineData("61", 0.5)]
    [InlineData("soon", 0.5)]
    public void GetResponse_OnlyOneModel_WaitsForItAndUpToThreeQuartersOfASecondMore(string retryAfter, double seconds)
    {
        Stage stage = Stage.Of(1);
        stage.Run(context => new OrderedCooldown(context), async rival =>
        {
            stage.A.Always = Refusals.Status(429, ("retry-after", retryAfter));
            Assert.Same(stage.A.Always, await rival.FailAsync());
            Assert.Equal(3, stage.Times.Count);
            for (int i = 1; i < 3; i++)
                Assert.InRange((stage.Times[i] - stage.Times[i - 1]).TotalSeconds, seconds, seconds + 0.75);
        });
    }

    private void Run(Func<Rival, Task> script) => _stage.Run(context => new OrderedCooldown(context), script);
}
