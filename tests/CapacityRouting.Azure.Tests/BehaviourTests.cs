using CapacityRouting.ScriptedProvider;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests;

/// <summary>Every behaviour, through a real pipeline and a real router, by each way of seeing it.</summary>
public sealed class BehaviourTests
{
    public static TheoryData<string, string, bool> All => Cases.Of(AzureBehaviours.All.Values, Enum.GetValues<Sight>());

    [Theory]
    [MemberData(nameof(All))]
    public async Task Failure_OfAProvider_IsReadForWhatItIs(string name, string seenBy, bool streaming)
    {
        Behaviour behaviour = AzureBehaviours.All[name];
        Sight sight = Enum.Parse<Sight>(seenBy);
        await using Provider provider = Provider.Answering(behaviour.Reply);
        using IChatClient client = AzureClients.At(provider.Address, sight);
        using Trial trial = new(client, AzureClients.RoutingAt(sight));

        await trial.AskAsync(streaming);

        trial.AssertIs(behaviour, sight);

        // The exception's message quotes some headers; which ones is the SDK's own affair.
        if (sight != Sight.Neither)
            trial.AssertWait(behaviour, seesHeaders: true);
        Assert.Equal(1, provider.Requests);
    }
}
