using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using CapacityRouting.Estimation;

namespace CapacityRouting.Tests.Estimation;

public sealed class JsonLengthTests
{
    public static TheoryData<object?> Values =>
    [
        null, "text", true, false, 12, -1.5, 12345678901L, Array.Empty<int>(), new[] { 1, 22, 333 }, new List<object?> { "a", null, true },
        new Dictionary<string, object?>(StringComparer.Ordinal) { ["city"] = "Rome", ["days"] = new[] { 1, 2 } },
        new Dictionary<string, int>(StringComparer.Ordinal) { ["a"] = 1, ["bc"] = 23 },
        new Dictionary<int, string> { [7] = "x" },
        new byte[] { 1, 2, 3, 4 },
    ];

    [Theory]
    [MemberData(nameof(Values))]
    public void Of_AValue_IsTheLengthOfItsJson(object? value) => Assert.Equal(JsonSerializer.Serialize(value).Length, JsonLength.Of(value));

    [Theory]
    [InlineData("""{"a":[1,2,{"b":"é"}]}""")]
    [InlineData("\"text\"")]
    public void Of_ParsedJson_IsTheLengthOfItsText(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);

        Assert.Equal(json.Length, JsonLength.Of(document.RootElement));
        Assert.Equal(JsonNode.Parse(json)!.ToJsonString().Length, JsonLength.Of(JsonNode.Parse(json)));
    }

    [Fact]
    public void Of_AnyOtherObject_IsTheLengthOfItsText() => Assert.Equal(12, JsonLength.Of(new Told("twelve chars")));

    [Fact]
    public void Of_ASequenceThatCanBeReadOnce_IsNotRead() => Assert.True(JsonLength.Of(Once()) >= 0);

    [Fact]
    public void Of_WhatHoldsItself_Ends()
    {
        List<object?> self = [];
        self.Add(self);

        Assert.InRange(JsonLength.Of(self), 2, 100);
    }

    [Fact]
    public void Of_WhatCannotBeRead_IsNothing()
    {
        Assert.Equal(0, JsonLength.Of(default(JsonElement)));
        Assert.Equal(0, JsonLength.Of(new Told(null!)));
    }

    private static IEnumerable Once()
    {
        Assert.Fail("It was read.");
        yield break;
    }

    private sealed class Told(string text)
    {
        public override string ToString() => text ?? throw new InvalidOperationException("no text");
    }
}
