using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Simulation.Tests.Docs;

public sealed class SimulationDocumentTests
{
    [Fact]
    public void CSharpBlock_OfTheDocument_IsTheCodeThatIsCompiledHere()
    {
        string document = File.ReadAllText(Sources.PathOf("docs", "simulation.md")).ReplaceLineEndings("\n");
        string block = document.Split("```csharp\n")[1].Split("```")[0];

        Assert.Contains(Normalised(block), Normalised(File.ReadAllText(Sources.PathOf("tests", "CapacityRouting.Simulation.Tests", "Docs", "SimulationSnippet.cs"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Snippet_Run_ServesWhatItSays()
    {
        RunMetrics metrics = SimulationSnippet.Run();

        Assert.InRange(metrics.GoodputRequests, 0.9, 1.05);
        Assert.Equal((0, 0), (metrics.Lost, metrics.Doubled));
    }

    private static string Normalised(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
}
