using System.Net;
using CapacityRouting.Simulation.Tests.Http.Tools;

namespace CapacityRouting.Simulation.Tests.Http;

public sealed class LoopbackServerTests
{
    [Fact]
    public async Task StartAsync_VirtualTime_IsRefused()
    {
        SimulatedProvider provider = new(Simulated.Settings(ProviderDialect.OpenAI), new RunClock(new VirtualTime()));

        ArgumentException thrown = await Assert.ThrowsAsync<ArgumentException>(() => LoopbackServer.StartAsync(provider));

        Assert.Contains("virtual time", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_TwoServers_AreOnThisMachineAtPortsOfTheirOwn()
    {
        await using Loopback one = await StartAsync(ProviderDialect.OpenAI);
        await using Loopback other = await StartAsync(ProviderDialect.OpenAI);

        Assert.Equal(IPAddress.Loopback.ToString(), one.Address.Host);
        Assert.NotEqual(one.Address.Port, other.Address.Port);
    }

    [Theory]
    [InlineData(ProviderDialect.OpenAI, "/v1/chat/completions", HttpStatusCode.OK)]
    [InlineData(ProviderDialect.OpenAI, "/openai/deployments/any/chat/completions?api-version=2024-10-21", HttpStatusCode.OK)]
    [InlineData(ProviderDialect.OpenAI, "/v1/messages", HttpStatusCode.NotFound)]
    [InlineData(ProviderDialect.AzureOpenAI, "/openai/deployments/any/chat/completions", HttpStatusCode.OK)]
    [InlineData(ProviderDialect.AzureOpenAIProvisioned, "/openai/deployments/any/chat/completions", HttpStatusCode.OK)]
    [InlineData(ProviderDialect.Anthropic, "/v1/messages", HttpStatusCode.OK)]
    [InlineData(ProviderDialect.Anthropic, "/v1/chat/completions", HttpStatusCode.NotFound)]
    [InlineData(ProviderDialect.Anthropic, "/", HttpStatusCode.NotFound)]
    public async Task Path_OfTheDialect_IsServedAndNoOther(ProviderDialect dialect, string path, HttpStatusCode status)
    {
        await using Loopback it = await StartAsync(dialect);

        using HttpResponseMessage response = await it.Http.PostAsync(
            new Uri(path, UriKind.Relative),
            Loopback.Json("""{"model":"m","max_tokens":5,"messages":[{"role":"user","content":"Hello"}]}"""));

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task Path_AskedWithGet_IsRefused()
    {
        await using Loopback it = await StartAsync(ProviderDialect.OpenAI);

        using HttpResponseMessage response = await it.Http.GetAsync(new Uri(it.Path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Empty(it.Provider.Visits);
    }

    [Fact]
    public async Task DisposeAsync_CallUnderWay_IsCutOff()
    {
        TestTime time = new();
        Loopback it = await Loopback.StartAsync(Simulated.Settings(ProviderDialect.OpenAI), time);
        Task<Seen> call = it.SendAsync(Ask.For(0, 10, 10));
        await time.TimersSetAsync(1);

        await it.DisposeAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => call);
        await Until.IsTrueAsync(() => it.Provider.Count(VisitEnd.Abandoned) == 1);
    }

    private static Task<Loopback> StartAsync(ProviderDialect dialect) => Loopback.StartAsync(Simulated.Settings(dialect), new TestTime(hurries: true));
}
