using System.Reflection;
using CapacityRouting.Tests.Tools;
using Polly;

namespace CapacityRouting.Tests.Settings;

public sealed class ModelRouteTests
{
    [Fact]
    public void With_AClient_KeepsEverySetting()
    {
        ModelRoute registered = new("a")
        {
            Limits = new() { RequestsPerMinute = 1 },
            Quota = new("account", new()),
            Profile = ProviderProfile.Groq,
            ModelId = "model",
            MaxInputTokens = 1_000,
            MaxOutputTokens = 100,
            TokenEstimator = new CountingEstimator(_ => 1),
            Prices = new() { InputPerMillion = 1 },
            SpilloverPrices = new() { InputPerMillion = 2 },
            Tags = ["fast"],
            Timeouts = new() { Idle = TimeSpan.FromSeconds(2) },
            StateGroup = "group",
            CircuitBreaker = new(),
            ResiliencePipeline = ResiliencePipeline.Empty,
            LeaveOpen = true,
        };
        using TestClient client = new();

        ModelRoute route = registered.With(client, leaveOpen: false);

        Assert.Same(client, route.Client);
        Assert.All(typeof(RouteSettings).GetProperties().Append(typeof(ModelRoute).GetProperty(nameof(ModelRoute.Name))!), setting => KeepsIt(setting, registered, route));
    }

    private static void KeepsIt(PropertyInfo setting, ModelRoute registered, ModelRoute route)
    {
        Assert.NotNull(setting.GetValue(registered));
        Assert.Equal(setting.GetValue(registered), setting.GetValue(route));
    }
}
