using CapacityRouting.Interleavings.Tools;
using CapacityRouting.Routing;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Interleavings;

/// <summary>
/// Interleavings under which less holds than one would wish, and that are known. Each is found; once one is closed its test fails, and belongs among those of its part.
/// </summary>
public sealed class OpenInterleavings
{
    /// <summary>
    /// While nobody knows yet how long calls take it is not known either where one who waits will start, and no route is held for it: a slot that is given back may go to who comes
    /// at this moment. Once three calls have ended it goes to the first: see <see cref="QueueInterleavings"/>.
    /// </summary>
    [Fact]
    public void GiveBack_BeforeAnyCallHasEnded_LetsANewcomerOvertake() => AssertOpen(() =>
    {
        House house = new(new() { MaxConcurrentRequests = 1 });
        Admission held = house.Admit();
        Task<ChatResponse> first = house.Call();
        return new(
            () =>
            {
                house.Model.Answer(0);
                Assert.True(first.IsCompletedSuccessfully);
            },
            () => held.GiveBack(0),
            () => _ = house.Call());
    }, preemptions: 1);

    private static void AssertOpen(Func<Scenario> scenario, int preemptions) =>
        Assert.Throws<InterleavingException>(() => Explorer.Explore(scenario, preemptions));
}
