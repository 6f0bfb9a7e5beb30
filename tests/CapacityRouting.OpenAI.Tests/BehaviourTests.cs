using CapacityRouting.ScriptedProvider;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests;

/// <summary>Every behaviour, through the real SDK and a real router, by each way of seeing it.</summary>
public sealed class BehaviourTests
{
    public static TheoryData<string, string, bool> All => Cases.Of(OpenAIBehaviours.All.Values, Enum.GetValues<Sight>());

    [Theory]
    [MemberData(nameof(All))]
    public async Task Failure_OfAProvider_IsReadForWhatItIs(string name, string seenBy, bool streaming)
    {
        Behaviour behaviour = OpenAIBehaviours.All[name];
        Sight sight = Enum.Parse<Sight>(seenBy);
        await using Provider provider = Provider.Answering(behaviour.Reply);
        using IChatClient client = OpenAIClients.At(provider.Address, sight);
        using Trial trial = new(client, OpenAIClients.RoutingAt(sight));

        await trial.AskAsync(streaming);

        trial.AssertIs(behaviour, sight);
        trial.AssertWait(behaviour, seesHeaders: sight != Sight.Neither);
        Assert.Equal(1, provider.Requests);
    }
}
