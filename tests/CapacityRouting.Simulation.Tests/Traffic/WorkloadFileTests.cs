using System.Text;

namespace CapacityRouting.Simulation.Tests.Traffic;

public sealed class WorkloadFileTests : IDisposable
{
    private const string TwoCalls = "offset_s,input_tokens,output_tokens\n0.5,100,20\n2,300,40\n";

    private static readonly SimulatedCall[] Two = [new(TimeSpan.FromSeconds(0.5), 100, 20), new(TimeSpan.FromSeconds(2), 300, 40)];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_RequiredColumns_GiveTheCalls() => Assert.Equal(Two, Read(TwoCalls).Calls);

    [Fact]
    public void Read_AllColumnsInAnyOrder_GiveTheCalls()
    {
        Workload workload = Read("Session,max_output_tokens, OUTPUT_TOKENS ,cached,tenant,input_tokens,class,offset_s\nchat 7,50,20,9,acme,100,gold,0.5\n,,40,,,300,,2\n");

        SimulatedCall first = Two[0] with { Session = "chat 7", MaxOutputTokens = 50, Tenant = "acme", Class = "gold" };
        Assert.Equal([first, Two[1]], workload.Calls);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("0", false)]
    [InlineData("", false)]
    public void Read_Continuation_IsOneOrNot(string text, bool expected) =>
        Assert.Equal(expected, Assert.Single(Read($"offset_s,input_tokens,output_tokens,continuation\n0.5,100,20,{text}\n").Calls).IsContinuation);

    [Fact]
    public void Read_QuotedFields_AreWithoutTheirQuotes()
    {
        Workload workload = Read("\"offset_s\",\"input_tokens\",output_tokens,tenant\n\"0.5\",100,\"20\",\"Smith, \"\"Sons\"\"\"\n");

        Assert.Equal([Two[0] with { Tenant = "Smith, \"Sons\"" }], workload.Calls);
    }

    [Theory]
    [InlineData("offset_s,input_tokens,output_tokens\r\n0.5,100,20\r\n2,300,40\r\n")]
    [InlineData("\n\noffset_s,input_tokens,output_tokens\n0.5,100,20\n\n  \n2,300,40\n\n")]
    [InlineData("offset_s,input_tokens,output_tokens\n0.5,100,20\n2,300,40")]
    [InlineData("offset_s,input_tokens,output_tokens\n 0.5, 100, 20\n 2, 300, 40")]
    public void Read_LineEndsBlankLinesAndSpaces_MeanNothing(string text) => Assert.Equal(Two, Read(text).Calls);

    [Fact]
    public void Read_NoOutput_IsOneToken() =>
        Assert.Equal([new SimulatedCall(TimeSpan.Zero, 5, 1)], Read("offset_s,input_tokens,output_tokens\n0,5,0\n").Calls);

    [Fact]
    public void Read_LargestNumbers_AreTaken() =>
        Assert.Equal(
            [new SimulatedCall(TimeSpan.FromDays(36_500), int.MaxValue, int.MaxValue)],
            Read("offset_s,input_tokens,output_tokens\n3153600000,2147483647,2147483647\n").Calls);

    [Theory]
    [InlineData("traffic.csv", "traffic")]
    [InlineData("load-0.95.csv", "load-0.95")]
    [InlineData("traffic", "traffic")]
    [InlineData(".csv", ".csv")]
    public void Read_File_NamesTheWorkload(string file, string expected) =>
        Assert.Equal(expected, WorkloadFile.Read(_folder.Write(file, Encoding.UTF8.GetBytes(TwoCalls))).Name);

    [Theory]
    [InlineData("traffic.csv.gz", "traffic")]
    [InlineData("traffic.CSV.GZ", "traffic")]
    [InlineData("traffic.gz", "traffic")]
    [InlineData("load-0.95.csv.gz", "load-0.95")]
    public void Read_PackedFile_IsUnpacked(string file, string expected)
    {
        Workload workload = WorkloadFile.Read(_folder.Write(file, TemporaryFolder.Packed(TwoCalls)));

        Assert.Equal(expected, workload.Name);
        Assert.Equal(Two, workload.Calls);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public void Read_ByteOrderMark_IsNoPartOfTheHeader(string encoding)
    {
        Encoding marked = Encoding.GetEncoding(encoding);
        byte[] bytes = [.. marked.GetPreamble(), .. marked.GetBytes(TwoCalls)];

        Assert.Equal(Two, WorkloadFile.Read(_folder.Write("marked.csv", bytes)).Calls);
    }

    [Fact]
    public void Read_MissingFile_IsToldWithItsPath()
    {
        string path = _folder.Path("not-there.csv");

        FileNotFoundException thrown = Assert.Throws<FileNotFoundException>(() => WorkloadFile.Read(path));

        Assert.Equal($"There is no workload file '{path}'.", thrown.Message);
        Assert.Equal(path, thrown.FileName);
    }

    [Fact]
    public void Read_NoPath_IsTheCallersError() => Assert.Throws<ArgumentException>("path", () => WorkloadFile.Read(" "));

    private static Workload Read(string text) => WorkloadFile.Read(new StringReader(text), "test.csv");
}
