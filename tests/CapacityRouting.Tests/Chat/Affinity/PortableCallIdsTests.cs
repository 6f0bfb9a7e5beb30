using CapacityRouting.Chat.Affinity;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Chat.Affinity;

public sealed class PortableCallIdsTests
{
    [Theory]
    [InlineData("abcDEF123", true)]
    [InlineData("abcDEF12", false)]
    [InlineData("abcDEF1234", false)]
    [InlineData("abc_EF123", false)]
    [InlineData("äbcDEF123", false)]
    [InlineData("١bcDEF123", false)]
    [InlineData("", false)]
    public void IsPortable_AnId_IsNineLettersAndDigits(string id, bool isPortable) => Assert.Equal(isPortable, PortableCallIds.IsPortable(id));

    [Theory]
    [InlineData("call_1")]
    [InlineData("toolu_01A09q90qw90lq917835lq9")]
    [InlineData("")]
    [InlineData("\ud800")]
    public void Of_AForeignId_IsPortableAndTheSameInEveryRequest(string id)
    {
        string portable = Of([id], [id])[0];

        Assert.True(PortableCallIds.IsPortable(portable));
        Assert.Equal(portable, Of([id, "later", "abcDEF123"], [id, "later"])[0]);
    }

    [Fact]
    public void Of_AnIdThatMayStay_IsItself() =>
        Assert.Equal(["abcDEF123", "call_own"], Of(["abcDEF123", "call_own", "call_1"], ["abcDEF123", "call_1"])[..2]);

    [Theory]
    [InlineData("")]
    [InlineData("call_0")]
    [InlineData("abcDEF123")]
    public void Of_CallsWithTheSameId_AreUniqueAndTheSameInEveryRequest(string id)
    {
        string[] portable = Of([id, id, id], [id]);

        Assert.Equal(3, portable.Distinct(StringComparer.Ordinal).Count());
        Assert.All(portable, each => Assert.True(PortableCallIds.IsPortable(each)));
        Assert.Equal(portable, Of([id, id, id, id, "later"], [id, "later"])[..3]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("call_0")]
    public void Of_ResultsOfTheSameId_PairWithTheirCallsByOrder(string id)
    {
        FunctionCallContent[] calls = [.. Enumerable.Range(0, 4).Select(_ => new FunctionCallContent(id, "tool"))];
        FunctionResultContent[] results = [.. Enumerable.Range(0, 4).Select(_ => new FunctionResultContent(id, "42"))];

        // The third call is never answered: what comes after the next one answers that.
        PortableCallIds ids = PortableCallIds.For(
            [
                new(ChatRole.Assistant, [calls[0], calls[1]]), new(ChatRole.Tool, [results[0]]), new(ChatRole.Tool, [results[1]]),
                new(ChatRole.Assistant, [calls[2]]), new(ChatRole.Tool, [new FunctionResultContent("other", "no")]),
                new(ChatRole.Assistant, [calls[3]]), new(ChatRole.Tool, [results[2], results[3]]),
            ],
            new HashSet<string> { id, "other" });

        Assert.Equal([ids.Of(calls[0]), ids.Of(calls[1]), ids.Of(calls[3]), ids.Of(calls[3])], results.Select(ids.Of));
        Assert.Equal(4, calls.Select(ids.Of).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Of_TheHashIsAnotherCallsId_IsTheNextHash()
    {
        string first = PortableCallIds.Unused("call_1", []);
        string second = PortableCallIds.Unused("call_1", [first]);

        Assert.NotEqual(first, second);
        Assert.True(PortableCallIds.IsPortable(second));
        Assert.Equal(second, Of(["call_1", first], ["call_1"])[0]);
        Assert.Equal(second, Of(["call_1", first], ["call_1", first])[0]);
    }

    [Fact]
    public void Of_TwoIdsWithTheSameBytes_AreTwoIds()
    {
        // Halves of characters all become the same one in UTF-8.
        string[] ids = Of(["\ud800", "\ud801"], ["\ud800", "\ud801"]);

        Assert.NotEqual(ids[0], ids[1]);
    }

    /// <summary>The portable ids of calls with these ids.</summary>
    private static string[] Of(string[] ids, string[] foreign)
    {
        FunctionCallContent[] calls = [.. ids.Select(id => new FunctionCallContent(id, "tool"))];
        PortableCallIds portable = PortableCallIds.For([new(ChatRole.Assistant, [.. calls])], foreign.ToHashSet(StringComparer.Ordinal));
        return [.. calls.Select(portable.Of)];
    }
}
