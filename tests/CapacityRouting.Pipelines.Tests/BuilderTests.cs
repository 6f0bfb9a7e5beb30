using CapacityRouting.Pipelines.Tests.Tools;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;

namespace CapacityRouting.Pipelines.Tests;

/// <summary>Routers in the pipelines of Microsoft.Extensions.AI, by dependency injection and by hand.</summary>
public sealed class BuilderTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("key")]
    public async Task AddCapacityAwareChatClient_WithClientsAroundIt_RegistersTheWholePipelineOnce(string? key)
    {
        ServiceCollection services = [];
        services.AddSingleton<IDistributedCache>(new ByteCache());
        ChatClientBuilder builder = key is null ? services.AddCapacityAwareChatClient(Routes) : services.AddKeyedCapacityAwareChatClient(key, Routes);
        builder.UseFunctionInvocation().UseDistributedCache();
        await using ServiceProvider provider = services.BuildServiceProvider();

        IChatClient client = provider.GetRequiredKeyedService<IChatClient>(key);
        ChatResponse response = await client.GetResponseAsync("hi");

        Assert.Single(services, service => service.ServiceType == typeof(IChatClient));
        Assert.Equal("b", response.GetRoutingReport()!.ServedBy);
        Assert.NotNull(client.GetService<FunctionInvokingChatClient>());
        Assert.NotNull(client.GetService<DistributedCachingChatClient>());
        Assert.Same(client.GetService<ICapacityMonitor>(), provider.GetRequiredKeyedService<ICapacityMonitor>(key));
        Assert.NotNull(provider.GetRequiredKeyedService<IRouteControl>(key));

        static void Routes(CapacityRoutingBuilder routing) => routing.AddRoute("a", TestClient.Failing(500)).AddRoute("b", TestClient.Saying("ok"));
    }

    /// <summary>The tools run above the router: each of the model's calls is routed for itself.</summary>
    [Fact]
    public async Task AddCapacityAwareChatClient_WithFunctionInvocation_RoutesEachCallOfAToolLoop()
    {
        TestClient calling = new()
        {
            OnResponse = (messages, _, _) => Task.FromResult(messages.Last().Role == ChatRole.Tool
                ? TestClient.Says("done")
                : new ChatResponse(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("1", "look")])) { FinishReason = ChatFinishReason.ToolCalls }),
        };
        ServiceCollection services = [];
        services.AddCapacityAwareChatClient(routing => routing.AddRoute("a", TestClient.Failing(503)).AddRoute("b", calling)).UseFunctionInvocation();
        await using ServiceProvider provider = services.BuildServiceProvider();

        ChatResponse response = await provider.GetRequiredService<IChatClient>().GetResponseAsync("hi", new() { Tools = [AIFunctionFactory.Create(() => "rain", "look")] });

        Assert.Equal(("done", 2), (response.Text, calling.Calls));
    }

    [Fact]
    public async Task UseCapacityAwareFallback_BehindAClientThatFails_Answers()
    {
        TestClient primary = TestClient.Failing(500);
        using IChatClient client = primary.AsBuilder()
            .UseFunctionInvocation()
            .UseCapacityAwareFallback("backup", TestClient.Saying("backup"), (_, routes) => Assert.Equal(["primary", "backup"], routes.Select(route => route.Name)))
            .Build();

        ChatResponse response = await client.GetResponseAsync("hi");

        Assert.Equal(("backup", "backup", 1), (response.Text, response.GetRoutingReport()!.ServedBy, primary.Calls));
        Assert.NotNull(client.GetService<FunctionInvokingChatClient>());
    }

    /// <summary>A pipeline owns what is inside of it, and not the fallback that it was given.</summary>
    [Fact]
    public void UseCapacityAwareFallback_OnDisposal_DisposesThePrimaryAlone()
    {
        TestClient primary = new();
        TestClient backup = new();

        primary.AsBuilder().UseCapacityAwareFallback("backup", backup).Build().Dispose();

        Assert.Equal((1, 0), (primary.Disposals, backup.Disposals));
    }

    [Theory]
    [InlineData(ServiceLifetime.Singleton)]
    [InlineData(ServiceLifetime.Scoped)]
    [InlineData(ServiceLifetime.Transient)]
    public async Task AddFallbackToChatClient_BehindARegisteredPipeline_TakesOverWithItsLifetime(ServiceLifetime lifetime)
    {
        ServiceCollection services = [];
        services.AddChatClient(_ => TestClient.Failing(500), lifetime).UseFunctionInvocation();
        services.AddFallbackToChatClient("backup", _ => TestClient.Saying("backup"), (options, routes) => (options.MaxAttempts, routes[1].Tags) = (2, ["cheap"]));
        await using ServiceProvider provider = services.BuildServiceProvider();
        await using AsyncServiceScope scope = provider.CreateAsyncScope();

        ChatResponse response = await scope.ServiceProvider.GetRequiredService<IChatClient>().GetResponseAsync("hi");

        Assert.Equal(["primary", "backup"], response.GetRoutingReport()!.Attempts.Select(attempt => attempt.Route));
        Assert.Equal(lifetime, services.Single(service => service.ServiceType == typeof(IChatClient)).Lifetime);
    }

    [Fact]
    public async Task AddFallbackToChatClient_OverAnInstance_LeavesItOpen()
    {
        TestClient primary = new();
        ServiceCollection services = [];
        services.AddSingleton<IChatClient>(primary);
        services.AddFallbackToChatClient("backup", _ => new TestClient());

        await using (ServiceProvider provider = services.BuildServiceProvider())
            Assert.Equal("primary", (await provider.GetRequiredService<IChatClient>().GetResponseAsync("hi")).GetRoutingReport()!.ServedBy);

        Assert.Equal(0, primary.Disposals);
    }

    /// <summary>What a factory has made is disposed with the router, and what it found in the container with the container.</summary>
    [Fact]
    public async Task AddFallbackToChatClient_AtTheEndOfAScope_DisposesWhatWasMadeAndNotWhatWasFound()
    {
        TestClient made = new();
        TestClient found = new();
        ServiceCollection services = [];
        services.AddKeyedSingleton<IChatClient>("found", (_, _) => found);
        services.AddScoped<IChatClient>(_ => new TestClient());
        services.AddFallbackToChatClient("made", _ => made);
        services.AddFallbackToChatClient("found", provider => provider.GetRequiredKeyedService<IChatClient>("found"));
        ServiceProvider provider = services.BuildServiceProvider();
        await using (AsyncServiceScope scope = provider.CreateAsyncScope())
            Assert.NotNull(scope.ServiceProvider.GetRequiredService<IChatClient>());

        Assert.Equal((1, 0), (made.Disposals, found.Disposals));
        await provider.DisposeAsync();
        Assert.Equal((1, 1), (made.Disposals, found.Disposals));
    }

    /// <summary>Without an error the container would make the client again from within itself, for ever.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AddFallbackToChatClient_ThatNeedsTheClientItself_IsAnErrorWithTheRemedy(bool isFallback)
    {
        ServiceCollection services = [];
        Func<IServiceProvider, IChatClient> itself = static provider => provider.GetRequiredService<IChatClient>();
        services.AddSingleton(isFallback ? _ => new TestClient() : itself);
        services.AddFallbackToChatClient("backup", isFallback ? itself : _ => new TestClient());
        using ServiceProvider provider = services.BuildServiceProvider();

        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(provider.GetRequiredService<IChatClient>);

        Assert.Contains("'backup' needs itself", refused.Message, StringComparison.Ordinal);
        Assert.Contains("GetRequiredKeyedService", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddFallbackToChatClient_ThatIsNull_IsNamed()
    {
        ServiceCollection services = [];
        services.AddSingleton<IChatClient>(new TestClient());
        services.AddFallbackToChatClient("backup", _ => null!);
        using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Contains("'backup' is null", Assert.Throws<InvalidOperationException>(provider.GetRequiredService<IChatClient>).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddFallbackToChatClient_WithoutAClient_IsAnErrorWithTheRemedy()
    {
        ServiceCollection services = [];
        services.AddKeyedSingleton<IChatClient>("other", new TestClient());

        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => services.AddFallbackToChatClient("backup", _ => new TestClient()));

        Assert.Contains("AddChatClient(...)", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>The client that the route asks for is the pipeline that the route is in.</summary>
    [Fact]
    public void AddCapacityAwareChatClient_WhoseRouteIsThePipelineItself_IsAnErrorWithTheRemedy()
    {
        ServiceCollection services = [];
        services.AddCapacityAwareChatClient(routing => routing.AddRoute("gpt", provider => provider.GetRequiredService<IChatClient>())).UseFunctionInvocation();
        using ServiceProvider provider = services.BuildServiceProvider();

        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<IChatClient>());

        Assert.Contains("its route 'gpt' asks for it", refused.Message, StringComparison.Ordinal);
    }
}
