using System.Reflection;
using CapacityRouting.Routing;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Architecture;

/// <summary>Below the front door nothing knows of chat, so that other kinds of calls can be routed: read from what was compiled.</summary>
public sealed class ChatFreeTests
{
    private static readonly string[] Engine = ["Atomics", "Time", "Wire", "Health", "Capacity", "Routing", "Queueing"];

    private static readonly Assembly Core = typeof(Route).Assembly;
    private static readonly Assembly Chat = typeof(IChatClient).Assembly;

    public static TheoryData<string> Types => [.. Folders.Types.Where(type => Engine.Contains(Folders.Of(type).Split('/')[0])).Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Engine_ATypeOfIt_UsesNoTypeOfChat(string type) =>
        Assert.DoesNotContain(CompiledTypes.UsedBy(Core.GetType(type, throwOnError: true)!), used => IsOfChat(used) || ShowsChat(used));

    [Theory]
    [InlineData(typeof(ModelRoute))]
    [InlineData(typeof(ITokenEstimator))]
    [InlineData(typeof(FailureContext))]
    [InlineData(typeof(ICapacityMonitor))]
    public void FrontDoor_ATypeOfIt_IsSeenToBeOfChat(Type type) => Assert.True(ShowsChat(type));

    private static bool IsOfChat(Type type) => type.Assembly == Chat;

    /// <summary>Whether the public surface of a type shows chat.</summary>
    private static bool ShowsChat(Type type) => type.Assembly == Core && CompiledTypes.InSignaturesOf(type).Any(IsOfChat);
}
