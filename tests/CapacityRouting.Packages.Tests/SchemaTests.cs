using System.Text.Json.Nodes;
using CapacityRouting.Packages.Tests.Tools;

namespace CapacityRouting.Packages.Tests;

/// <summary>The schema of the settings reaches editors: of projects that refer to the package, and of those that get it with another.</summary>
[Collection(nameof(PackagesUnderTest))]
public sealed class SchemaTests(PackedSet packed)
{
    [Theory]
    [InlineData("CapacityRouting")]
    [InlineData("CapacityRouting.OpenAI")]
    public async Task Project_WithThePackage_HasTheSchemaForItsSettings(string package)
    {
        string folder = Directory.CreateDirectory(Path.Combine(packed.Workshop, $"schema-{package}")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(folder, "Settings.csproj"),
            $"""
             <Project Sdk="Microsoft.NET.Sdk">
               <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
               <ItemGroup><PackageReference Include="{package}" Version="{packed.Version}" /></ItemGroup>
             </Project>
             """);
        Dictionary<string, string> environment = Sandbox.Environment(packed);
        await Shell.RunAsync(folder, environment, "dotnet", "restore");

        JsonNode items = JsonNode.Parse(await Shell.RunAsync(folder, environment, "dotnet", "msbuild", "-getItem:JsonSchemaSegment"))!;

        JsonNode segment = Assert.Single(items["Items"]!["JsonSchemaSegment"]!.AsArray())!;
        Assert.Equal(@"appsettings\..*json", (string?)segment["FilePathPattern"]);
        JsonNode schema = JsonNode.Parse(await File.ReadAllTextAsync((string)segment["FullPath"]!))!;
        Assert.NotNull(schema["properties"]!["CapacityRouting"]!["properties"]!["MaxWait"]);
    }
}
