using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

public sealed class GetServiceTests
{
    private static readonly ChatClientMetadata OfTheModel = new("provider", defaultModelId: "model");
    private static readonly TestClient Model = new() { OnGetService = (type, key) => type == typeof(ChatClientMetadata) && key is null ? OfTheModel : null };

    [Fact]
    public void GetService_NullType_IsRefused()
    {
        using CapacityAwareChatClient client = Make.Router(Model);

        Assert.Throws<ArgumentNullException>("serviceType", () => client.GetService(null!));
        Assert.Throws<ArgumentNullException>("serviceType", () => client.GetService(null!, "a"));
    }

    [Theory]
    [InlineData(typeof(CapacityAwareChatClient))]
    [InlineData(typeof(IChatClient))]
    [InlineData(typeof(object))]
    [InlineData(typeof(IDisposable))]
    public void GetService_TypeThatItIs_GivesItself(Type type)
    {
        using CapacityAwareChatClient client = Make.Router(Model);

        Assert.Same(client, client.GetService(type));
    }

    [Fact]
    public void GetService_Metadata_IsTheRoutersOwn()
    {
        using CapacityAwareChatClient client = Make.Router(Model, Model);

        ChatClientMetadata metadata = client.GetRequiredService<ChatClientMetadata>();
        Assert.NotSame(OfTheModel, metadata);
        Assert.Equal("capacity-routing", metadata.ProviderName);
        Assert.Same(metadata, client.GetService<ChatClientMetadata>());
    }

    [Theory]
    [InlineData(typeof(ICapacityMonitor))]
    [InlineData(typeof(IRouteControl))]
    public void GetService_ItsInstruments_GivesThem(Type type)
    {
        using CapacityAwareChatClient client = Make.Router(Model);

        Assert.IsType(type, client.GetService(type), exactMatch: false);
    }

    /// <summary>The models of several routes may differ in all.</summary>
    [Fact]
    public void GetService_UnknownType_IsNullWhereOneOfSeveralRoutesKnowsIt()
    {
        using CapacityAwareChatClient client = Make.Router(new TestClient { OnGetService = (_, _) => "something" }, new TestClient());

        Assert.Null(client.GetService<string>());
    }

    [Fact]
    public void GetService_OfTheOnlyRoute_IsItsClients()
    {
        using CapacityAwareChatClient client = Make.Router(new TestClient { OnGetService = (type, _) => type == typeof(string) ? "something" : type == typeof(ChatClientMetadata) ? OfTheModel : null });

        Assert.Equal("something", client.GetService<string>());
        Assert.Same(OfTheModel, client.GetService<ChatClientMetadata>());
    }

    [Fact]
    public void GetService_MetadataOfAnOnlyRouteThatHasNone_IsTheRoutersOwn()
    {
        using CapacityAwareChatClient client = Make.Router(new TestClient());

        Assert.Equal("capacity-routing", client.GetRequiredService<ChatClientMetadata>().ProviderName);
    }

    [Fact]
    public void GetService_KeyedByARoute_AsksItsClient()
    {
        using CapacityAwareChatClient client = Make.Router(new TestClient(), Model);

        Assert.Same(OfTheModel, client.GetService<ChatClientMetadata>("b"));
        Assert.Null(client.GetService<ChatClientMetadata>("a"));
    }

    [Fact]
    public void GetService_UnknownKey_IsNull()
    {
        using CapacityAwareChatClient client = Make.Router(Model);

        Assert.Null(client.GetService<IChatClient>("nobody"));
        Assert.Null(client.GetService(typeof(IChatClient), 42));
    }
}
