using Anthropic;
using Anthropic.Core;
using CapacityRouting.ScriptedProvider;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace CapacityRouting.Tests;

public sealed class AnthropicRoutingExtensionsTests
{
    [Fact]
    public void UseAnthropic_CalledTwice_AddsOneReader()
    {
        CapacityRoutingOptions options = new CapacityRoutingOptions().UseAnthropic().UseAnthropic();

        Assert.Single(options.ExceptionReaders);
    }

    [Fact]
    public void UseAnthropic_OfARegistration_ReachesItsOptions()
    {
        CapacityRoutingOptions? seen = null;
        using ServiceProvider services = new ServiceCollection()
            .AddCapacityAwareFallback(routing => routing
                .AddRoute("a", TestClient.Saying("ok"))
                .UseAnthropic()
                .UseAnthropic()
                .Configure(options => seen = options))
            .BuildServiceProvider();

        services.GetRequiredService<IChatClient>();

        Assert.Single(seen!.ExceptionReaders);
    }

    [Fact]
    public void UseCapacityRouting_CalledTwice_AddsOneObserverUnderTheHandlersThatAreThere()
    {
        DelegatingHandler own = Handler.Create((request, next, token) => next(request, token));

        ClientOptions options = new ClientOptions { Handlers = [own] }.UseCapacityRouting().UseCapacityRouting();

        Assert.Collection(options.Handlers, first => Assert.Same(own, first), last => Assert.IsType<CapacityObserver>(last));
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(3, 3)]
    public void UseCapacityRouting_OfOptions_TurnsRetriesOffUnlessTheyAreSet(int? set, int expected) =>
        Assert.Equal(expected, new ClientOptions { MaxRetries = set }.UseCapacityRouting().MaxRetries);

    [Fact]
    public async Task UseCapacityRouting_OfAClientThatExists_SeesItsWire()
    {
        await using Provider provider = Provider.Answering(Reply.Json(429, AnthropicWire.Error("rate_limit_error", "Busy."), ("retry-after", "9")));
        using AnthropicClient client = new() { ApiKey = "no-key", BaseUrl = provider.Address.ToString().TrimEnd('/') };
        using IChatClient observed = client.WithOptions(options => options.UseCapacityRouting()).AsIChatClient("claude-test");
        using Trial trial = new(observed);

        await trial.AskAsync(streaming: false);

        Assert.Equal(TimeSpan.FromSeconds(9), trial.Failure.RetryAfter);
        Assert.Equal(1, provider.Requests);
    }

    [Fact]
    public async Task UseCapacityRouting_OfAClientThatHasItAndHasSent_ChangesNothing()
    {
        await using Provider provider = Provider.Answering(Reply.Json(429, AnthropicWire.Error("rate_limit_error", "Busy."), ("retry-after", "9")));
        using AnthropicClient client = new(new ClientOptions { ApiKey = "no-key", BaseUrl = provider.Address.ToString().TrimEnd('/') }.UseCapacityRouting());
        await Assert.ThrowsAnyAsync<Exception>(() => client.Models.List());
        using IChatClient observed = client.WithOptions(options => options.UseCapacityRouting()).AsIChatClient("claude-test");
        using Trial trial = new(observed);

        await trial.AskAsync(streaming: false);

        Assert.Equal(TimeSpan.FromSeconds(9), trial.Failure.RetryAfter);
        Assert.Equal(2, provider.Requests);
    }

    [Fact]
    public async Task UseCapacityRouting_OfAClientWhoseHandlersAreInUse_SaysWhereElseToCallIt()
    {
        await using Provider provider = Provider.Answering(Reply.Json(429, AnthropicWire.Error("rate_limit_error", "Busy.")));
        DelegatingHandler own = Handler.Create((request, next, token) => next(request, token));
        using AnthropicClient client = new() { ApiKey = "no-key", BaseUrl = provider.Address.ToString().TrimEnd('/'), Handlers = [own], MaxRetries = 0 };
        await Assert.ThrowsAnyAsync<Exception>(() => client.Models.List());

        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => client.WithOptions(options => options.UseCapacityRouting()));

        Assert.Contains("options it is made with", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UseCapacityRouting_OfAClientWithHandlersThatHasNotSent_SeesItsWire()
    {
        await using Provider provider = Provider.Answering(Reply.Json(429, AnthropicWire.Error("rate_limit_error", "Busy."), ("retry-after", "9")));
        DelegatingHandler own = Handler.Create((request, next, token) => next(request, token));
        using AnthropicClient client = new() { ApiKey = "no-key", BaseUrl = provider.Address.ToString().TrimEnd('/'), Handlers = [own] };
        using IChatClient observed = client.WithOptions(options => options.UseCapacityRouting()).AsIChatClient("claude-test");
        using Trial trial = new(observed);

        await trial.AskAsync(streaming: false);

        Assert.Equal(TimeSpan.FromSeconds(9), trial.Failure.RetryAfter);
    }

    [Fact]
    public async Task Observer_UnderAnHttpClientOfTheUsersOwn_SeesItsWire()
    {
        await using Provider provider = Provider.Answering(Reply.Json(429, AnthropicWire.Error("rate_limit_error", "Busy."), ("retry-after", "9")));
        using HttpClient http = new(new CapacityObserver());
        using AnthropicClient client = new() { ApiKey = "no-key", BaseUrl = provider.Address.ToString().TrimEnd('/'), HttpClient = http, MaxRetries = 0 };
        using IChatClient chat = client.AsIChatClient("claude-test");
        using Trial trial = new(chat);

        await trial.AskAsync(streaming: false);

        Assert.Equal(TimeSpan.FromSeconds(9), trial.Failure.RetryAfter);
    }

    [Fact]
    public void Extensions_OfNull_Throw()
    {
        Assert.Throws<ArgumentNullException>(() => ((CapacityRoutingOptions)null!).UseAnthropic());
        Assert.Throws<ArgumentNullException>(() => ((CapacityRoutingBuilder)null!).UseAnthropic());
    }
}
