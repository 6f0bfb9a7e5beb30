using CapacityRouting.Simulation.Traffic;

namespace CapacityRouting.Simulation.Tests.Traffic;

public sealed class CsvLineTests
{
    [Theory]
    [InlineData("a,b,c", "a|b|c")]
    [InlineData("a,,", "a||")]
    [InlineData("\"a\",b", "a|b")]
    [InlineData("a,\"b\"", "a|b")]
    [InlineData("\"a,b\",c", "a,b|c")]
    [InlineData("\"say \"\"hi\"\"\",c", "say \"hi\"|c")]
    [InlineData("\"\"\"\",c", "\"|c")]
    [InlineData("\"\",c", "|c")]
    [InlineData("c,\"\"", "c|")]
    [InlineData("\"c\",", "c|")]
    [InlineData("5\" disk,c", "5\" disk|c")]
    [InlineData(" a , b ", " a | b ")]
    public void Split_Fields_AreAsTheStandardSays(string line, string expected)
    {
        string[]? fields = CsvLine.Split(line, out string? problem);

        Assert.Null(problem);
        Assert.Equal(expected.Split('|'), fields);
    }

    [Theory]
    [InlineData("a,\"b", "field 2: its quote does not end on this line")]
    [InlineData("\"", "field 1: its quote does not end on this line")]
    [InlineData("a,\"b\"\"", "field 2: its quote does not end on this line")]
    [InlineData("\"a\"b,c", "field 1: text follows its closing quote")]
    [InlineData("a,b,\"c\" ", "field 3: text follows its closing quote")]
    public void Split_QuoteOutOfPlace_IsToldWithItsField(string line, string expected)
    {
        Assert.Null(CsvLine.Split(line, out string? problem));
        Assert.Equal(expected, problem);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("a,b")]
    [InlineData("\"")]
    [InlineData("say \"hi\", then go")]
    [InlineData(" spaces ")]
    public void Escape_AnyField_IsReadBack(string field) =>
        Assert.Equal(["x", field, "y"], CsvLine.Split($"x,{CsvLine.Escape(field)},y", out _)!);
}
