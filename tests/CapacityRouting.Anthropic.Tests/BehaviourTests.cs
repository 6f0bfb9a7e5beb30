using CapacityRouting.ScriptedProvider;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests;

/// <summary>Every behaviour, through the real SDK and a real router, by each way of seeing it.</summary>
public sealed class BehaviourTests
{
    public static TheoryData<string, string, bool> All => Cases.Of(AnthropicBehaviours.All.Values, Sight.Handler, Sight.Reader, Sight.Neither);

    [Theory]
    [MemberData(nameof(All))]
    public async Task Failure_OfAProvider_IsReadForWhatItIs(string name, string seenBy, bool streaming)
    {
        Behaviour behaviour = AnthropicBehaviours.All[name];
        Sight sight = Enum.Parse<Sight>(seenBy);
        await using Provider provider = Provider.Answering(behaviour.Reply);
        using IChatClient client = AnthropicClients.At(provider.Address, sight);
        using Trial trial = new(client, AnthropicClients.RoutingAt(sight));

        await trial.AskAsync(streaming);

        trial.AssertIs(behaviour, sight);

        // The SDK's exceptions have no headers: without the handler a wait that stands in them is lost.
        trial.AssertWait(behaviour, seesHeaders: sight == Sight.Handler);
        Assert.Equal(1, provider.Requests);
    }
}
