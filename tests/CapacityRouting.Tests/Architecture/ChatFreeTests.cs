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

    private static readonly string[] Sought = [.. Sources.All.Keys.Where(file => Engine.Contains(Sources.FolderOf(file)))];

    public static TheoryData<string> Files => [.. Sought];

    [Theory]
    [MemberData(nameof(Files))]
    public void Engine_AFileOfIt_UsesNoTypeOfChat(string file)
    {
        IEnumerable<Type> used = TypesOf(file).SelectMany(CompiledTypes.UsedBy).Distinct();

        Assert.DoesNotContain(used, type => IsOfChat(type) || ShowsChat(type));
    }

    [Fact]
    public void Engine_AFileOfIt_HasItsType() => Assert.DoesNotContain(Sought, file => !TypesOf(file).Any());

    [Theory]
    [InlineData(typeof(ModelRoute))]
    [InlineData(typeof(ITokenEstimator))]
    [InlineData(typeof(FailureContext))]
    [InlineData(typeof(ICapacityMonitor))]
    public void FrontDoor_ATypeOfIt_IsSeenToBeOfChat(Type type) => Assert.True(ShowsChat(type));

    private static IEnumerable<Type> TypesOf(string file)
    {
        string name = Path.GetFileNameWithoutExtension(file).Split('.')[0];
        return Core.GetTypes().Where(type => !type.IsNested && string.Equals(type.Name.Split('`')[0], name, StringComparison.Ordinal));
    }

    private static bool IsOfChat(Type type) => type.Assembly == Chat;

    /// <summary>Whether the public surface of a type shows chat.</summary>
    private static bool ShowsChat(Type type) => type.Assembly == Core && CompiledTypes.InSignaturesOf(type).Any(IsOfChat);
}
