using System.ClientModel.Primitives;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OpenAI;

namespace CapacityRouting.Tests;

public sealed class OpenAIRoutingExtensionsTests
{
    [Fact]
    public void UseOpenAI_CalledTwice_AddsOneReader()
    {
        CapacityRoutingOptions options = new CapacityRoutingOptions().UseOpenAI().UseOpenAI();

        Assert.Single(options.ExceptionReaders);
    }

    [Fact]
    public void UseOpenAI_OfARegistration_ReachesItsOptions()
    {
        CapacityRoutingOptions? seen = null;
        using ServiceProvider services = new ServiceCollection()
            .AddCapacityAwareFallback(routing => routing
                .AddRoute("a", TestClient.Saying("ok"))
                .UseOpenAI()
                .UseOpenAI()
                .Configure(options => seen = options))
            .BuildServiceProvider();

        services.GetRequiredService<IChatClient>();

        Assert.Single(seen!.ExceptionReaders);
    }

    [Fact]
    public void UseCapacityRouting_OfOptionsWithoutARetryPolicy_TurnsRetriesOff()
    {
        OpenAIClientOptions options = new();

        Assert.Same(options, options.UseCapacityRouting());
        Assert.IsType<ClientRetryPolicy>(options.RetryPolicy);
    }

    [Fact]
    public void UseCapacityRouting_OfOptionsWithARetryPolicy_KeepsIt()
    {
        RetryAtOnce own = new(times: 2);

        Assert.Same(own, new OpenAIClientOptions { RetryPolicy = own }.UseCapacityRouting().RetryPolicy);
    }

    [Fact]
    public void UseCapacityRouting_OfAnotherSdksOptionsWithAHiddenPolicy_ReplacesIt() =>
        Assert.Equal(typeof(ClientRetryPolicy), new ShownOptions { RetryPolicy = new RetryAtOnce(times: 2) }.UseCapacityRouting().RetryPolicy!.GetType());

    [Fact]
    public void UseCapacityRouting_OfAnotherSdksOptionsWithAPolicyThatIsShown_KeepsIt()
    {
        ShownPolicy own = new();

        Assert.Same(own, new ShownOptions { RetryPolicy = own }.UseCapacityRouting().RetryPolicy);
    }

    [Fact]
    public void UseCapacityRouting_OfOptionsThatAreHiddenWithTheirPolicy_KeepsIt()
    {
        RetryAtOnce own = new(times: 2);

        Assert.Same(own, new HiddenOptions { RetryPolicy = own }.UseCapacityRouting().RetryPolicy);
    }

    [Fact]
    public void UseCapacityRouting_OfOptionsDerivedFromTheSdks_KeepsThePolicyBesideThem()
    {
        RetryAtOnce own = new(times: 2);

        Assert.Same(own, new DerivedOptions { RetryPolicy = own }.UseCapacityRouting().RetryPolicy);
    }

    [Fact]
    public void UseCapacityRouting_OfTheOptionsOfEveryPipeline_TurnsRetriesOff() =>
        Assert.IsType<ClientRetryPolicy>(new ClientPipelineOptions().UseCapacityRouting().RetryPolicy);

    [Fact]
    public void UseCapacityRouting_OfOptionsThatAreInUse_Throws()
    {
        OpenAIClientOptions options = new();
        _ = new OpenAIClient(new System.ClientModel.ApiKeyCredential("no-key"), options);

        Assert.Throws<InvalidOperationException>(() => options.UseCapacityRouting());
    }

    [Fact]
    public void Extensions_OfNull_Throw()
    {
        Assert.Throws<ArgumentNullException>(() => ((CapacityRoutingOptions)null!).UseOpenAI());
        Assert.Throws<ArgumentNullException>(() => ((CapacityRoutingBuilder)null!).UseOpenAI());
        Assert.Throws<ArgumentNullException>(() => ((OpenAIClientOptions)null!).UseCapacityRouting());
    }

    /// <summary>What an SDK shows of itself.</summary>
    public sealed class ShownOptions : ClientPipelineOptions;

    /// <summary>A policy that the users of an SDK can make too.</summary>
    public sealed class ShownPolicy() : ClientRetryPolicy(2);

    /// <summary>Options of a user's own, derived from an SDK's.</summary>
    public sealed class DerivedOptions : OpenAIClientOptions;

    private sealed class HiddenOptions : ClientPipelineOptions;
}
