using CapacityRouting.Packages.Tests.Tools;
using CapacityRouting.Packages.Tests.Web;

namespace CapacityRouting.Packages.Tests;

/// <summary>The example of every README runs as it stands, in a new project with the packages that the README tells to add.</summary>
[Collection(nameof(PackagesUnderTest))]
public sealed class ReadmeTests(PackedSet packed)
{
    [Theory]
    [InlineData("CapacityRouting", "gpt-5", "claude-sonnet-4-5", "claude")]
    [InlineData("CapacityRouting.OpenAI", "gpt-5", "gpt-5-mini", "small")]
    [InlineData("CapacityRouting.Anthropic", "claude-sonnet-4-5", "claude-haiku-4-5", "haiku")]
    [InlineData("CapacityRouting.Azure", "Mistral-large", "Phi-4", "small")]
    public async Task Example_WhereTheFirstModelRefuses_AnswersFromTheSecond(string package, string refused, string served, string route)
    {
        await using ModelSite site = await ModelSite.OpenAsync(refused);

        string output = await RunAsync(package, site.Environment(packed.Workshop));

        Assert.Equal($"{route}: {Answers.Greeting(served)}", output.Trim());
        Assert.Equal([$"{refused} 429", $"{served} 200"], site.Seen);
    }

    [Fact]
    public async Task Example_OfThePipelines_CallsTheFunctionOverTheSecondModel()
    {
        await using ModelSite site = await ModelSite.OpenAsync("gpt-5");

        string output = await RunAsync("CapacityRouting.Extensions.AI", site.Environment(packed.Workshop));

        Assert.Matches($"^small: {Answers.Greeting("gpt-5-mini")} in \\d{{4}}$", output.Trim());
        Assert.Equal(["gpt-5 429", "gpt-5-mini 200", "gpt-5-mini 200"], site.Seen);
    }

    [Fact]
    public async Task Example_OfTheSimulation_TellsItsFigure() =>
        Assert.Matches(@"^\d+ % of what is possible$", (await RunAsync("CapacityRouting.Simulation", [])).Trim());

    [Fact]
    public async Task Example_OfTheTool_RunsAndWritesItsReport()
    {
        const string Tool = "CapacityRouting.Simulation.Tool";
        Readme readme = Read(Tool);
        string folder = Directory.CreateDirectory(Path.Combine(packed.Workshop, Tool)).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "routes.json"), readme.Block("json"));
        await File.WriteAllTextAsync(Path.Combine(folder, "traffic.csv"), readme.Block("text"));
        string[] lines = readme.Block("console").Trim().Split('\n');
        Assert.Equal($"dotnet tool install --global {Tool}", lines[0]);
        await Shell.RunAsync(folder, Sandbox.Environment(packed), "dotnet", "tool", "install", Tool, "--tool-path", "tools", "--version", packed.Version, "--add-source", packed.Folder);

        string output = await Shell.RunAsync(folder, new Dictionary<string, string>(), Path.Combine(folder, "tools", "capacity-sim"), lines[1].Split(' ')[1..]);

        Assert.Contains("of 4 calls", output, StringComparison.Ordinal);
        Assert.StartsWith("<!DOCTYPE html>", await File.ReadAllTextAsync(Path.Combine(folder, "report.html")), StringComparison.OrdinalIgnoreCase);
    }

    private Readme Read(string package)
    {
        using PackedFile file = packed.Open(package);
        return new(file.Text("README.md"));
    }

    private async Task<string> RunAsync(string package, Dictionary<string, string> environment)
    {
        Readme readme = Read(package);
        string folder = Directory.CreateDirectory(Path.Combine(packed.Workshop, package)).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "Example.csproj"), readme.Project(packed.Version));
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), readme.Block("csharp"));
        await Shell.RunAsync(folder, Sandbox.Environment(packed), "dotnet", "build", "--output", "built", "-nodeReuse:false");
        return await Shell.RunAsync(folder, environment, "dotnet", Path.Combine("built", "Example.dll"));
    }
}
