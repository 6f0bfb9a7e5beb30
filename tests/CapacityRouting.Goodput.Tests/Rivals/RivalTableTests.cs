using CapacityRouting.Goodput.Rivals;
using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Tests.Rivals;

public class RivalTableTests
{
    private static readonly string[] Ids =
        ["ordered-failover", "ordered-cooldown", "weighted-shuffle", "lowest-tpm", "priority-retry-after", "backoff-retry", "adaptive-cubic", "bare-sdk", "three-strikes"];

    public static TheoryData<string> AllIds => new(Ids);

    [Fact]
    public void All_Always_NamesEachOnce()
    {
        Assert.Equal(Ids, RivalTable.All.Select(entry => entry.Id));
        Assert.Equal(Ids.Length, RivalTable.All.Select(entry => entry.Name).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(AllIds))]
    public void Make_StreamRefusedBeforeItsFirstUpdate_IsTriedAgain(string id) => Run(id, async (stage, rival) =>
    {
        // Whichever is asked first refuses.
        stage.A.Next = stage.B.Next = new([Refusals.Status(429, ("retry-after", "1"))]);
        Assert.Contains(await rival.StreamAsync(), (string[])["a", "b"]);
        Assert.Equal(2, stage.Times.Count);
    });

    [Theory]
    [MemberData(nameof(AllIds))]
    public void Make_StreamBreaksAfterItsFirstUpdate_FailsForTheCaller(string id) => Run(id, async (stage, rival) =>
    {
        HttpIOException broken = Refusals.Broken();
        stage.A.BreaksWith = stage.B.BreaksWith = broken;
        Assert.Same(broken, await Record.ExceptionAsync(rival.StreamAsync));
        Assert.Single(stage.Times);
    });

    [Theory]
    [MemberData(nameof(AllIds))]
    public void Make_SameSeed_SameRunToTheLastVisit(string id)
    {
        string first = Visits(id);
        Assert.Contains(nameof(VisitEnd.RateLimited), first, StringComparison.Ordinal);
        Assert.Contains(nameof(VisitEnd.Answered), first, StringComparison.Ordinal);
        Assert.Equal(first, Visits(id));
    }

    private static string Visits(string id)
    {
        RunResult result = Simulator.Run(new()
        {
            // Ten a second for half a minute, to providers that take two and three a second.
            Workload = new("steady", Enumerable.Range(0, 300).Select(i => new SimulatedCall(TimeSpan.FromSeconds(i * 0.1), 100, 50))),
            Providers = [Provider("first", 120), Provider("second", 180)],
            Router = Entry(id).Make,
            Seed = 3,
        });
        Assert.All(result.Calls, call => Assert.Equal(1, call.Outcomes));
        return string.Join('\n', result.Visits.Select(visit => $"{visit.Provider} {visit.Call} {visit.At} {visit.End} {visit.EndedAt}"));
    }

    private static ProviderSettings Provider(string name, long requestsPerMinute) => new()
    {
        Name = name,
        Limits = [new(CapacityDimension.RequestsPerMinute, requestsPerMinute) { Burst = TimeSpan.FromSeconds(5) }],
    };

    private static RivalEntry Entry(string id) => RivalTable.All.Single(entry => entry.Id == id);

    private static void Run(string id, Func<Stage, Rival, Task> script)
    {
        Stage stage = Stage.Of(2);
        stage.Run(context => (Rival)Entry(id).Make(context), rival => script(stage, rival));
    }
}
