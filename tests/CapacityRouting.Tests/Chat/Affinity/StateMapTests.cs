using CapacityRouting.Chat.Affinity;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;

namespace CapacityRouting.Tests.Chat.Affinity;

public sealed class StateMapTests
{
    private readonly ManualTime _time = new();
    private readonly StateMap _map;

    public StateMapTests()
    {
        _map = new(new Clock(_time));
        _map.Change(most: 3, expiry: TimeSpan.FromHours(1).Ticks);
    }

    [Fact]
    public void MakerOf_WhatNobodyNoted_IsNobody()
    {
        Assert.True(_map.IsEmpty);
        Assert.Null(_map.MakerOf(Key("a")));
    }

    [Fact]
    public void MakerOf_WhatTwoRoutesMade_IsTheLast()
    {
        _map.Note(Key("call_0"), maker: 1);
        _map.Note(Key("call_0"), maker: 2);

        Assert.Equal(2, _map.MakerOf(Key("call_0")));
    }

    [Fact]
    public void Remove_OfOne_LeavesTheOthers()
    {
        _map.Note(Key("a"), maker: 1);
        _map.Note(Key("b"), maker: 2);

        _map.Remove(Key("a"));
        _map.Remove(Key("unknown"));

        Assert.Equal((null, 2), (_map.MakerOf(Key("a")), _map.MakerOf(Key("b"))));
        _map.Remove(Key("b"));
        Assert.True(_map.IsEmpty);
    }

    [Fact]
    public void Note_MoreThanItHolds_ForgetsTheLeastRecentlyUsed()
    {
        _map.Note(Key("a"), maker: 1);
        _map.Note(Key("b"), maker: 2);
        _map.Note(Key("c"), maker: 3);
        Assert.Equal(1, _map.MakerOf(Key("a")));

        _map.Note(Key("d"), maker: 4);

        // Three at most; "a" was asked for after "b" and "c" were noted.
        Assert.Equal([1, null, 3, 4], MakersOf("a", "b", "c", "d"));
    }

    [Fact]
    public void MakerOf_NotUsedForTheExpiry_IsForgotten()
    {
        _map.Note(Key("a"), maker: 1);

        _time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        Assert.Equal(1, _map.MakerOf(Key("a")));

        // That was a use: it counts from there.
        _time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        Assert.Equal(1, _map.MakerOf(Key("a")));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Null(_map.MakerOf(Key("a")));
        Assert.True(_map.IsEmpty);
    }

    [Fact]
    public void Change_ToLess_ForgetsTheOldest()
    {
        _map.Note(Key("a"), maker: 1);
        _map.Note(Key("b"), maker: 2);

        _map.Change(most: 1, expiry: TimeSpan.FromHours(1).Ticks);

        Assert.Equal([null, 2], MakersOf("a", "b"));
    }

    [Fact]
    public void Note_FromManyThreads_KeepsEachRoutesOwn()
    {
        _map.Change(most: 4_000, expiry: Clock.Never);

        Parallel.For(0, 4, maker =>
        {
            for (int i = 0; i < 1_000; i++)
                _map.Note(Key($"{maker}-{i}"), maker);
        });

        for (int maker = 0; maker < 4; maker++)
            Assert.All(Enumerable.Range(0, 1_000), i => Assert.Equal(maker, _map.MakerOf(Key($"{maker}-{i}"))));
    }

    private IEnumerable<int?> MakersOf(params string[] ids) => ids.Select(id => _map.MakerOf(Key(id)));

    private static StateKey Key(string id) => StateKey.OfConversation(id)!.Value;
}
