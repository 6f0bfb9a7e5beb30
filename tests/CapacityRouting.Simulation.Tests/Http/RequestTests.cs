using CapacityRouting.Simulation.Tests.Http.Tools;

namespace CapacityRouting.Simulation.Tests.Http;

public sealed class RequestTests
{
    [Theory]
    [InlineData(ProviderDialect.OpenAI, """{"model":"m","max_tokens":5,"messages":[{"role":"user","content":"12345678"}]}""", 8)]
    [InlineData(ProviderDialect.OpenAI, """{"model":"m","messages":[{"role":"system","content":"1234"},{"role":"user","content":[{"type":"text","text":"12345678"},{"type":"image_url","image_url":{"url":"u"}}]}]}""", 12)]
    [InlineData(ProviderDialect.OpenAI, """{"model":"m","messages":[{"role":"assistant","content":null},{"role":"user","content":"1234"}]}""", 4)]
    [InlineData(ProviderDialect.Anthropic, """{"model":"m","max_tokens":5,"system":"1234","messages":[{"role":"user","content":"12345678"}]}""", 12)]
    [InlineData(ProviderDialect.Anthropic, """{"model":"m","max_tokens":5,"system":[{"type":"text","text":"1234"}],"messages":[{"role":"user","content":[{"type":"text","text":"1234"},{"type":"tool_result","content":"5678"}]}]}""", 12)]
    public async Task Prompt_InAnyForm_IsChargedForAllOfItsText(ProviderDialect dialect, string body, int characters)
    {
        await using Loopback it = await StartAsync(dialect);

        await it.PostAsync(Loopback.Json(body));

        Assert.Equal(characters / 4, Assert.Single(it.Provider.Visits).AskedInputTokens);
    }

    [Theory]
    [InlineData("max_tokens", 30)]
    [InlineData("max_completion_tokens", 40)]
    public async Task MaxTokens_UnderEitherName_IsReservedByOpenAI(string name, int tokens)
    {
        await using Loopback it = await StartAsync(ProviderDialect.OpenAI);

        await it.PostAsync(Loopback.Json($$"""{"model":"m","{{name}}":{{tokens}},"messages":[{"role":"user","content":"1234"}]}"""));

        Assert.Equal(tokens, Assert.Single(it.Provider.Visits).AskedOutputTokens);
    }

    [Fact]
    public async Task Model_OfADeploymentsPath_IsNamedInTheRefusal()
    {
        TestTime time = new(hurries: true);
        ProviderSettings none = Simulated.Settings(ProviderDialect.OpenAI) with { Limits = [new(CapacityDimension.TokensPerMinute, 1)] };
        await using Loopback it = await Loopback.StartAsync(none, time);

        using HttpResponseMessage response = await it.Http.PostAsync(
            new Uri("/openai/deployments/my-model/chat/completions", UriKind.Relative),
            Loopback.Json("""{"messages":[{"role":"user","content":"12345678"}]}"""));

        Assert.Contains("Request too large for my-model in organization", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prompt_OfManyMegabytes_IsRead()
    {
        // Forty million characters are more than a web server takes by default.
        await using Loopback it = await StartAsync(ProviderDialect.OpenAI);

        Seen seen = await it.SendAsync(new Ask(new string('x', 40_000_000)));

        Assert.Equal(200, seen.Status);
        Assert.Equal(10_000_000, Assert.Single(it.Provider.Visits).AskedInputTokens);
    }

    private static Task<Loopback> StartAsync(ProviderDialect dialect) => Loopback.StartAsync(Simulated.Settings(dialect), new TestTime(hurries: true));
}
