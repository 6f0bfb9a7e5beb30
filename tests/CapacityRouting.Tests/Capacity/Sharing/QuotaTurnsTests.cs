using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Capacity.Sharing;
using NSubstitute;

namespace CapacityRouting.Tests.Capacity.Sharing;

public sealed class QuotaTurnsTests
{
    private readonly QuotaTurns _turns = new();
    private readonly ISlotWatcher _one = Substitute.For<ISlotWatcher>();
    private readonly ISlotWatcher _other = Substitute.For<ISlotWatcher>();

    [Fact]
    public void IsTurnOfAnother_OfALineAlone_IsFalse()
    {
        Assert.False(_turns.IsTurnOfAnother(_one));
        _turns.Enter(_one);

        Assert.False(_turns.IsTurnOfAnother(_one));
        Assert.False(_turns.IsContested(_one));
    }

    [Fact]
    public void IsTurnOfAnother_OfALineThatDoesNotWait_IsTrueWhileAnyDoes()
    {
        _turns.Enter(_one);

        Assert.True(_turns.IsTurnOfAnother(_other));
        Assert.True(_turns.IsContested(_other));
        Assert.False(_turns.Exit(_one));
        Assert.False(_turns.IsTurnOfAnother(_other));
    }

    [Fact]
    public void IsTurnOfAnother_OfTwo_IsByWhatEachHasTaken()
    {
        _turns.Enter(_one);
        _turns.Enter(_other);
        Assert.Equal((false, true), Others());

        _turns.Took(_one, 10);
        Assert.Equal((true, false), Others());
        _turns.Took(_other, 10);
        Assert.Equal((false, true), Others());
    }

    [Fact]
    public void Take_BelowZero_GivesTheTurnBack()
    {
        _turns.Enter(_one);
        _turns.Enter(_other);
        QuotaTurn turn = _turns.Took(_one, 1_000)!;
        _turns.Took(_other, 100);
        Assert.Equal((true, false), Others());

        turn.Take(50 - 1_000);

        Assert.Equal((false, true), Others());
    }

    [Fact]
    public void Enter_AfterOthersHaveTakenMuch_StartsLevelWithTheLeast()
    {
        _turns.Enter(_one);
        _turns.Took(_one, 1_000);
        _turns.Enter(_other);

        Assert.Equal((false, true), Others());
        _turns.Took(_one, 1);
        Assert.Equal((true, false), Others());
    }

    [Fact]
    public void Exit_OfOneOfTwo_LeavesTheOtherAlone()
    {
        _turns.Enter(_one);
        _turns.Enter(_other);

        Assert.True(_turns.Exit(_one));
        Assert.False(_turns.Exit(_one));
        Assert.False(_turns.IsTurnOfAnother(_other));
        Assert.Null(_turns.Took(_one, 10));
    }

    private (bool One, bool Other) Others() => (_turns.IsTurnOfAnother(_one), _turns.IsTurnOfAnother(_other));
}
