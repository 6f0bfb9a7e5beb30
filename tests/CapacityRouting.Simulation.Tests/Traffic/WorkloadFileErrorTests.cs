namespace CapacityRouting.Simulation.Tests.Traffic;

public sealed class WorkloadFileErrorTests
{
    private const string Header = "offset_s,input_tokens,output_tokens\n";

    [Theory]
    [InlineData("", "t.csv(1): the file is empty")]
    [InlineData(" \n\n", "t.csv(1): the file is empty")]
    [InlineData(Header, "t.csv(1): no calls follow the header")]
    [InlineData("\n" + Header + "\n\n", "t.csv(2): no calls follow the header")]
    [InlineData("offset_s,output_tokens\n1,2\n", "t.csv(1): column 'input_tokens' is missing")]
    [InlineData("offset_s,input_tokens,output_tokens,Offset_S\n1,2,3,4\n", "t.csv(1): column 'offset_s' is there more than once")]
    [InlineData("offset_s,input_tokens,output_tokens,class,class\n1,2,3,a,b\n", "t.csv(1): column 'class' is there more than once")]
    [InlineData("offset_s,\"input_tokens\n1,2\n", "t.csv(1): field 2: its quote does not end on this line")]
    public void Read_WrongHeader_IsTold(string text, string expected) => Assert.Equal(expected, Message(text));

    [Theory]
    [InlineData("1,2", "t.csv(2): has 2 fields where the header has 3")]
    [InlineData("1,2,3,4", "t.csv(2): has 4 fields where the header has 3")]
    [InlineData("1,2,\"3", "t.csv(2): field 3: its quote does not end on this line")]
    [InlineData("soon,2,3", "t.csv(2): offset_s: 'soon' is not a number")]
    [InlineData(",2,3", "t.csv(2): offset_s: '' is not a number")]
    [InlineData("NaN,2,3", "t.csv(2): offset_s: 'NaN' is not a finite number")]
    [InlineData("Infinity,2,3", "t.csv(2): offset_s: 'Infinity' is not a finite number")]
    [InlineData("-0.5,2,3", "t.csv(2): offset_s: '-0.5' is negative")]
    [InlineData("1.7e12,2,3", "t.csv(2): offset_s: '1.7e12' is more than 3153600000 (a hundred years, in seconds)")]
    [InlineData("1,0,3", "t.csv(2): input_tokens: '0' is less than 1")]
    [InlineData("1,-7,3", "t.csv(2): input_tokens: '-7' is less than 1")]
    [InlineData("1,many,3", "t.csv(2): input_tokens: 'many' is not a whole number")]
    [InlineData("1,,3", "t.csv(2): input_tokens: '' is not a whole number")]
    [InlineData("1,2.5,3", "t.csv(2): input_tokens: '2.5' is not a whole number")]
    [InlineData("1,+-2,3", "t.csv(2): input_tokens: '+-2' is not a whole number")]
    [InlineData("1,2147483648,3", "t.csv(2): input_tokens: '2147483648' is more than 2147483647")]
    [InlineData("1,-99999999999,3", "t.csv(2): input_tokens: '-99999999999' is less than 1")]
    [InlineData("1,2,-1", "t.csv(2): output_tokens: '-1' is less than 0")]
    [InlineData("1,2,99999999999999999999", "t.csv(2): output_tokens: '99999999999999999999' is more than 2147483647")]
    [InlineData("1,2,0123456789012345678901234567890123456789x", "t.csv(2): output_tokens: '0123456789012345678901234567890123456789...' is not a whole number")]
    public void Read_WrongField_IsToldWithItsColumnAndValue(string line, string expected) => Assert.Equal(expected, Message($"{Header}{line}\n"));

    [Theory]
    [InlineData("0", "t.csv(2): max_output_tokens: '0' is less than 1")]
    [InlineData("none", "t.csv(2): max_output_tokens: 'none' is not a whole number")]
    public void Read_WrongMaxOutputTokens_IsTold(string value, string expected) =>
        Assert.Equal(expected, Message($"offset_s,input_tokens,output_tokens,max_output_tokens\n1,2,3,{value}\n"));

    [Fact]
    public void Read_WrongContinuation_IsTold() =>
        Assert.Equal("t.csv(2): continuation: 'yes' is neither 1 nor 0", Message("offset_s,input_tokens,output_tokens,continuation\n1,2,3,yes\n"));

    // 3 is earlier than 5; 4 is in order again, after 3: one slip is one error.
    [Fact]
    public void Read_TimesThatGoBackwards_AreToldWithBoth() =>
        Assert.Equal("t.csv(4): offset_s: '3' is earlier than '5.0' in line 3", Message($"{Header}1,1,1\n5.0,1,1\n3,1,1\n4,1,1\n"));

    [Fact]
    public void Read_BlankLines_CountAsLines() => Assert.Equal("t.csv(5): input_tokens: '0' is less than 1", Message($"{Header}1,1,1\n\n\n2,0,1\n"));

    [Fact]
    public void Read_SeveralErrors_AreAllTold() =>
        Assert.Equal(
            Lines(
                "t.csv(2): offset_s: 'x' is not a number",
                "t.csv(2): input_tokens: '0' is less than 1",
                "t.csv(2): output_tokens: '-1' is less than 0",
                "t.csv(4): has 1 fields where the header has 3"),
            Message($"{Header}x,0,-1\n1,1,1\n2\n"));

    [Fact]
    public void Read_AnotherFileAltogether_MissesEveryColumn() =>
        Assert.Equal(
            Lines("t.csv(1): column 'offset_s' is missing", "t.csv(1): column 'input_tokens' is missing", "t.csv(1): column 'output_tokens' is missing"),
            Message("{\"a\": 1}\n"));

    [Theory]
    [InlineData(20, 20, null)]
    [InlineData(21, 20, "and 1 more")]
    [InlineData(1_000, 20, "and 980 more")]
    public void Read_ManyErrors_AreToldUpToTwenty(int wrong, int told, string? last)
    {
        string message = Message(Header + string.Concat(Enumerable.Repeat("1,0,1\n", wrong)));

        IEnumerable<string> errors = Enumerable.Range(2, told).Select(line => $"t.csv({line}): input_tokens: '0' is less than 1");
        Assert.Equal(Lines([.. errors, .. last is null ? Array.Empty<string>() : [last]]), message);
    }

    private static string Lines(params string[] lines) => string.Join(Environment.NewLine, lines);

    private static string Message(string text) =>
        Assert.Throws<WorkloadFormatException>(() => WorkloadFile.Read(new StringReader(text), "t.csv")).Message;
}
