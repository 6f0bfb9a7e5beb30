using System.Text.Json;
using System.Text.RegularExpressions;
using CapacityRouting.Simulation.Tool.Tests.Tools;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Simulation.Tool.Tests.Docs;

public sealed partial class ToolDocumentTests : IDisposable
{
    private readonly Workshop _workshop = new();
    private readonly string _document = File.ReadAllText(Sources.PathOf("docs", "simulation-tool.md")).ReplaceLineEndings("\n");

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public void CSharpBlock_OfTheDocument_IsTheCodeThatIsCompiledHere() =>
        Assert.Contains(Normalised(Blocks("csharp")[0]), Normalised(File.ReadAllText(Sources.PathOf("tests", "CapacityRouting.Simulation.Tool.Tests", "Docs", "ToolSnippet.cs"))), StringComparison.Ordinal);

    [Fact]
    public void Example_OfTheDocument_RunsAndShowsTheLinesThatAreThere()
    {
        string traffic = _workshop.Path("traffic.csv");
        ToolSnippet.Write(traffic);

        (_, string output, string error) = Workshop.Run("run", "--routes", _workshop.Write("routes.json", Blocks("json")[0]), "--workload", traffic);

        Assert.Equal("", error);

        // The figures move whenever the router gets better; what they are called does not.
        Assert.Equal(Labels(Blocks("text")[0]), Labels(output));
        Assert.True(Labels(output).Count > 15);
    }

    [Fact]
    public void SecondJsonBlock_OfTheDocument_HasEverySettingOfTheSimulation()
    {
        string section = $$"""{ "Routes": { "gpt": {} }, {{Blocks("json")[1]}} }""";
        using JsonDocument json = JsonDocument.Parse(section);

        _workshop.Routes(section);
        Assert.Equal(
            ["TrueLimits", "Limiter", "Grain", "FirstToken", "Jitter", "PerToken", "Headers", "RetryAfter", "ContextWindow", "Outages", "Neighbour", "InputPrice", "OutputPrice"],
            json.RootElement.GetProperty("Simulation").GetProperty("Routes").GetProperty("gpt").EnumerateObject().Select(setting => setting.Name));
    }

    private List<string> Blocks(string language) => [.. _document.Split($"```{language}\n").Skip(1).Select(block => block.Split("```")[0])];

    private static List<string> Labels(string output) => [.. Label().Matches(output).Select(line => line.Groups["label"].Value)];

    private static string Normalised(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    [GeneratedRegex("^(?<label>[A-Z][^:]+?)  +\\S", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Label();
}
