namespace CapacityRouting.Simulation.Tests.Traffic;

public sealed class WorkloadFileWriteTests
{
    [Fact]
    public void Write_NoOptionalColumnUsed_WritesTheThree() =>
        Assert.Equal(
            "offset_s,input_tokens,output_tokens\n0.000,100,20\n1.2345678,300,40\n",
            Written(new SimulatedCall(TimeSpan.Zero, 100, 20), new SimulatedCall(new TimeSpan(12_345_678), 300, 40)));

    [Fact]
    public void Write_SomeUsed_WritesThose() =>
        Assert.Equal(
            "offset_s,input_tokens,output_tokens,tenant,max_output_tokens\n0.000,1,2,\"a,b\",\n3.000,4,5,,6\n",
            Written(
                new SimulatedCall(TimeSpan.Zero, 1, 2) { Tenant = "a,b" },
                new SimulatedCall(TimeSpan.FromSeconds(3), 4, 5) { MaxOutputTokens = 6 }));

    [Fact]
    public void Write_Continuations_AreOnesAmongNothings() =>
        Assert.Equal(
            "offset_s,input_tokens,output_tokens,continuation\n0.000,1,2,\n3.000,4,5,1\n",
            Written(new SimulatedCall(TimeSpan.Zero, 1, 2), new SimulatedCall(TimeSpan.FromSeconds(3), 4, 5) { IsContinuation = true }));

    [Fact]
    public void Write_EverythingUsed_IsReadBack()
    {
        SimulatedCall[] calls =
        [
            new(TimeSpan.Zero, 1, 1) { Class = "gold", Tenant = "Smith, \"Sons\"", Session = " s 1 ", MaxOutputTokens = 9, IsContinuation = true },
            new(new TimeSpan(1), int.MaxValue, 2) { Class = "été" },
            new(new TimeSpan(31_535_999_999_999_999), 3, int.MaxValue) { Session = "\"" },
        ];

        Assert.Equal(calls, WorkloadFile.Read(new StringReader(Written(calls)), "again.csv").Calls);
    }

    [Fact]
    public void Write_GeneratedWorkload_IsReadBackToTheTick()
    {
        Workload made = Workloads.Bursty(5, 4, TimeSpan.FromMinutes(10), TokenMix.LongContext with { MaxOutputTokens = 300 }, seed: 3);

        Assert.Equal(made.Calls, WorkloadFile.Read(new StringReader(Written([.. made.Calls])), "again.csv").Calls);
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    public void Write_LineBreakInAText_IsRefusedBeforeAnythingIsWritten(string tenant)
    {
        Workload workload = new("odd", [new SimulatedCall(TimeSpan.Zero, 1, 1), new SimulatedCall(TimeSpan.Zero, 1, 1) { Tenant = tenant }]);
        StringWriter writer = new();

        ArgumentException thrown = Assert.Throws<ArgumentException>("workload", () => WorkloadFile.Write(workload, writer));

        Assert.StartsWith("Workload 'odd', call 2: its tenant has a line break, for which the format has no room.", thrown.Message, StringComparison.Ordinal);
        Assert.Equal("", writer.ToString());
    }

    private static string Written(params SimulatedCall[] calls)
    {
        StringWriter writer = new() { NewLine = "\r\n" };
        WorkloadFile.Write(new Workload("test", calls), writer);
        return writer.ToString();
    }
}
