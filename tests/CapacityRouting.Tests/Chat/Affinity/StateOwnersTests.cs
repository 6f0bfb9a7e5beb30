using CapacityRouting.Chat.Affinity;
using CapacityRouting.Time;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Chat.Affinity;

public sealed class StateOwnersTests
{
    private static readonly StateKey? Key = StateKey.OfConversation("conversation");

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void OwnersOf_WhatOneOfAGroupMade_IsTheGroup()
    {
        StateOwners owners = Of("eu", null, "EU");

        owners.Keep(route: 2, [], "conversation");

        Assert.Equal(0b101UL, owners.OwnersOf(Key));
        Assert.Equal(2, owners.MakerOf(Key));
    }

    [Fact]
    public void OwnersOf_WhatARouteWithoutAGroupMade_IsThatRoute()
    {
        StateOwners owners = Of(null, null, "eu");

        owners.Keep(route: 1, [], "conversation");

        Assert.Equal(0b010UL, owners.OwnersOf(Key));
        Assert.Equal(0UL, owners.OwnersOf(StateKey.OfConversation("unknown")));
    }

    [Theory]
    [InlineData("eu", "EU")]
    [InlineData("eu", "eu")]
    public void Keep_WhereAllRoutesShare_RemembersNothing(params string[] groups)
    {
        StateOwners owners = Of(groups);

        owners.Keep(route: 0, [new FunctionCallContent("1", "weather")], "conversation");

        Assert.False(owners.AreMany);
        Assert.Null(owners.MakerOf(Key));
        Assert.Equal(0b11UL, owners.OwnersOf(Key));
    }

    [Fact]
    public void Keep_TheOnlyRoute_RemembersNothing()
    {
        StateOwners owners = Of([null]);

        owners.Keep(route: 0, [], "conversation");

        Assert.False(owners.AreMany);
        Assert.Equal(0b1UL, owners.OwnersOf(Key));
    }

    [Fact]
    public void OwnersOf_SixtyFourRoutes_AreAllOfThem()
    {
        StateOwners owners = Of(Enumerable.Repeat("eu", 64).ToArray());

        Assert.Equal(ulong.MaxValue, owners.OwnersOf(Key));
    }

    [Fact]
    public void IsForeign_WhatNobodyKnows_IsUnknown()
    {
        StateOwners owners = Of(null, null);
        FunctionCallContent call = new("1", "weather");

        owners.Keep(route: 0, [call], conversationId: null);

        Assert.False(owners.IsForeign(call, route: 0));
        Assert.True(owners.IsForeign(call, route: 1));
        Assert.Null(owners.IsForeign(new FunctionCallContent("2", "weather"), route: 1));
        Assert.Null(owners.IsForeign(new FunctionCallContent("2", "weather") { AdditionalProperties = new() { [MakersMark.Key] = "route-7" } }, route: 1));
        Assert.Null(owners.IsForeign(new TextContent("hello"), route: 1));
    }

    [Fact]
    public void Change_OfTheGroups_CountsForWhatWasMadeBefore()
    {
        StateOwners owners = Of(null, null, null);
        owners.Keep(route: 0, [], "conversation");

        owners.Change(["eu", "eu", null], new());

        Assert.Equal(0b011UL, owners.OwnersOf(Key));
    }

    [Fact]
    public void Keep_NothingOfItsOwn_AllocatesNothing()
    {
        StateOwners owners = Of(null, null);
        List<AIContent> contents = [new TextContent("hello"), new TextReasoningContent("hmm")];
        owners.Keep(0, contents, conversationId: null);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
            owners.Keep(0, contents, conversationId: null);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void MayLackAny_PartsOfItsOwnGroup_LacksNone()
    {
        StateOwners owners = Of("eu", "eu", null);
        ChatMessage call = new(ChatRole.Assistant, [new TextContent("hm"), new FunctionCallContent("1", "weather")]);
        owners.Keep(route: 0, call.Contents, conversationId: null);

        Assert.Equal([false, false, true], Enumerable.Range(0, 3).Select(route => owners.MayLackAny([call], route)));
    }

    [Fact]
    public void MayLackAny_PartsOfAnUnknownMaker_LacksThemWhereGroupsDiffer()
    {
        ChatMessage call = new(ChatRole.Assistant, [new FunctionCallContent("unknown", "weather")]);

        Assert.True(Of(null, null).MayLackAny([call], route: 0));
        Assert.False(Of("eu", "eu").MayLackAny([call], route: 0));
        Assert.False(Of((string?)null).MayLackAny([call], route: 0));
        Assert.False(Of(null, null).MayLackAny([new(ChatRole.Assistant, "hello")], route: 0));
    }

    private StateOwners Of(params string?[] groups) => new([.. groups.Select((_, route) => $"route-{route}")], groups, new(), new Clock(_time));
}
