using CapacityRouting.ScriptedProvider;
using Microsoft.Extensions.AI;
using OpenAI;

namespace CapacityRouting.Tests;

/// <summary>Providers that cannot be reached, and those that never answer.</summary>
public sealed class ConnectionTests
{
    public static TheoryData<string, bool> Sights => new()
    {
        { nameof(Sight.Handler), false },
        { nameof(Sight.Handler), true },
        { nameof(Sight.Policy), false },
        { nameof(Sight.Policy), true },
        { nameof(Sight.Neither), false },
        { nameof(Sight.Neither), true },
    };

    [Theory]
    [MemberData(nameof(Sights))]
    public async Task Call_OfAPortWhereNobodyListens_IsANetworkFailure(string seenBy, bool streaming)
    {
        Sight sight = Enum.Parse<Sight>(seenBy);
        using ClosedPort port = new();
        using IChatClient client = OpenAIClients.At(port.Address, sight);
        using Trial trial = new(client, OpenAIClients.RoutingAt(sight));

        await trial.AskAsync(streaming);

        Assert.Equal(FailureKind.Network, trial.Failure.Kind);
        trial.AssertWentOn();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_RetriedByTheSdkInVain_IsANetworkFailure(bool streaming)
    {
        using ClosedPort port = new();
        using IChatClient client = OpenAIClients.At(port.Address, new OpenAIClientOptions { RetryPolicy = new RetryAtOnce(times: 2) }.UseCapacityRouting());
        using Trial trial = new(client, OpenAIClients.RoutingAt(Sight.Policy));

        await trial.AskAsync(streaming);

        Assert.IsType<AggregateException>(trial.Raised);
        Assert.Equal(FailureKind.Network, trial.Failure.Kind);
        trial.AssertWentOn();
    }

    [Theory]
    [MemberData(nameof(Sights))]
    public async Task Call_OfAProviderThatSaysNothing_EndsWithTheTime(string seenBy, bool streaming)
    {
        Sight sight = Enum.Parse<Sight>(seenBy);
        await using Provider provider = Provider.Answering(Reply.Silence);
        using IChatClient client = OpenAIClients.At(provider.Address, sight);
        using Trial trial = new(client, OpenAIClients.RoutingAt(sight));

        await trial.AskInVainAsync(provider, streaming);

        Assert.Equal(FailureKind.Timeout, trial.Failure.Kind);
        trial.AssertWentOn();
    }

    /// <summary>The status and the headers have come: what the body would say is of no importance.</summary>
    [Theory]
    [InlineData(nameof(Sight.Handler), false)]
    [InlineData(nameof(Sight.Handler), true)]
    [InlineData(nameof(Sight.Policy), false)]
    [InlineData(nameof(Sight.Policy), true)]
    public async Task Refusal_WhoseBodyStalls_IsReadByItsHead(string seenBy, bool streaming)
    {
        Sight sight = Enum.Parse<Sight>(seenBy);
        await using Provider provider = Provider.Answering(Reply.Json(429, OpenAIWire.Error("busy", "requests", code: null), ("Retry-After", "7")).Unending());
        AttemptWatch watch = new(OpenAIClients.At(provider.Address, sight));
        using Trial trial = new(watch, OpenAIClients.RoutingAt(sight));

        await trial.AskInVainAsync(provider, streaming, hasSeen: () => watch.Last?.Response is not null);

        Assert.Equal((FailureKind.RateLimited, TimeSpan.FromSeconds(7)), (trial.Failure.Kind, trial.Failure.RetryAfter));
        trial.AssertWentOn();
    }

    [Theory]
    [MemberData(nameof(Sights))]
    public async Task Call_OfAProviderThatStopsInTheMiddle_EndsWithTheTime(string seenBy, bool streaming)
    {
        Sight sight = Enum.Parse<Sight>(seenBy);
        Reply unending = streaming ? Reply.Events(OpenAIWire.RoleChunk).Unending() : Reply.Json(200, OpenAIWire.Answer).Unending();
        await using Provider provider = Provider.Answering(unending);
        using IChatClient client = OpenAIClients.At(provider.Address, sight);
        using Trial trial = new(client, OpenAIClients.RoutingAt(sight));

        await trial.AskInVainAsync(provider, streaming);

        Assert.Equal(FailureKind.Timeout, trial.Failure.Kind);
        trial.AssertWentOn();
    }
}
