using Azure.AI.Inference;
using System.ClientModel.Primitives;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace CapacityRouting.Tests;

public sealed class AzureRoutingExtensionsTests
{
    [Fact]
    public void UseAzure_CalledTwice_AddsOneReader()
    {
        CapacityRoutingOptions options = new CapacityRoutingOptions().UseAzure().UseAzure();

        Assert.Single(options.ExceptionReaders);
    }

    [Fact]
    public void UseAzure_BesideUseOpenAI_AddsAReaderEach()
    {
        CapacityRoutingOptions? seen = null;
        using ServiceProvider services = new ServiceCollection()
            .AddCapacityAwareFallback(routing => routing
                .AddRoute("a", TestClient.Saying("ok"))
                .UseAzure()
                .UseOpenAI()
                .Configure(options => seen = options))
            .BuildServiceProvider();

        services.GetRequiredService<IChatClient>();

        Assert.Equal(2, seen!.ExceptionReaders.Count);
    }

    [Fact]
    public void UseCapacityRouting_OfOptions_TurnsRetriesOff()
    {
        AzureAIInferenceClientOptions options = new();

        Assert.Same(options, options.UseCapacityRouting());
        Assert.Equal(0, options.Retry.MaxRetries);
    }

    [Fact]
    public void UseCapacityRouting_WithBothPackages_IsTheOneOfTheOptionsGiven()
    {
        ClientPipelineOptions other = new ClientPipelineOptions().UseCapacityRouting();

        Assert.NotNull(other.RetryPolicy);
    }

    [Fact]
    public void Extensions_OfNull_Throw()
    {
        Assert.Throws<ArgumentNullException>(() => ((CapacityRoutingOptions)null!).UseAzure());
        Assert.Throws<ArgumentNullException>(() => ((CapacityRoutingBuilder)null!).UseAzure());
        Assert.Throws<ArgumentNullException>(() => ((AzureAIInferenceClientOptions)null!).UseCapacityRouting());
    }
}
