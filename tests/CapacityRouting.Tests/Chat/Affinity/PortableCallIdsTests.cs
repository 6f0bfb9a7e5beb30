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
        string portable = Of([id], [id]).Of(id);

        Assert.True(PortableCallIds.IsPortable(portable));
        Assert.Equal(portable, Of([id, "later", "abcDEF123"], [id, "later"]).Of(id));
    }

    [Fact]
    public void Of_AnIdThatMayStay_IsItself()
    {
        PortableCallIds ids = Of(["abcDEF123", "call_own", "call_1"], ["abcDEF123", "call_1"]);

        Assert.Equal(("abcDEF123", "call_own", "unknown"), (ids.Of("abcDEF123"), ids.Of("call_own"), ids.Of("unknown")));
    }

    [Fact]
    public void Of_TheHashIsAnotherCallsId_IsTheNextHash()
    {
        string first = PortableCallIds.Unused("call_1", []);
        string second = PortableCallIds.Unused("call_1", [first]);

        Assert.NotEqual(first, second);
        Assert.True(PortableCallIds.IsPortable(second));
        Assert.Equal(second, Of(["call_1", first], ["call_1"]).Of("call_1"));
        Assert.Equal(second, Of(["call_1", first], ["call_1", first]).Of("call_1"));
    }

    [Fact]
    public void Of_TwoIdsWithTheSameBytes_AreTwoIds()
    {
        // Halves of characters all become the same one in UTF-8.
        PortableCallIds ids = Of(["\ud800", "\ud801"], ["\ud800", "\ud801"]);

        Assert.NotEqual(ids.Of("\ud800"), ids.Of("\ud801"));
    }

    private static PortableCallIds Of(string[] calls, string[] foreign) =>
        PortableCallIds.For([new(ChatRole.Assistant, [.. calls.Select(id => new FunctionCallContent(id, "tool"))])], foreign.ToHashSet(StringComparer.Ordinal));
}
