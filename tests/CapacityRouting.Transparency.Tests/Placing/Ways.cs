using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Transparency.Placing;

/// <summary>Ways from a caller to a model. The first has no router, and is the yardstick of the others.</summary>
internal static class Ways
{
    public const string None = "no router";
    public const string Untimed = "one route without timeouts";
    public const string One = "one route";
    public const string Second = "the second of two routes";
    public const string Nested = "a router below a router";

    public static readonly string[] All = [None, Untimed, One, Second, Nested];

    public static TheoryData<string, bool> AllBothWays => Crossed(All);

    public static TheoryData<string, bool> RoutersBothWays => Crossed(All[1..]);

    public static TheoryData<string, bool> Crossed(IEnumerable<string> names)
    {
        TheoryData<string, bool> crossed = [];
        foreach (string name in names)
        {
            crossed.Add(name, false);
            crossed.Add(name, true);
        }

        return crossed;
    }

    public static IChatClient To(IChatClient model, string way) => way switch
    {
        None => model,
        Untimed => new CapacityAwareChatClient([new ModelRoute("only", model)], new() { Timeouts = NoTimeouts }),
        One => new CapacityAwareChatClient([new ModelRoute("only", model)]),
        Second => new CapacityAwareChatClient([new ModelRoute("down", TestClient.Failing(503)), new("up", model)]),
        Nested => new CapacityAwareChatClient([new ModelRoute("inner", To(model, One))]),
        _ => throw new ArgumentOutOfRangeException(nameof(way), way, "There is no such way."),
    };

    private static AttemptTimeouts NoTimeouts => new() { FirstToken = TimeLimit.None, Idle = TimeLimit.None, Total = TimeLimit.None };
}
