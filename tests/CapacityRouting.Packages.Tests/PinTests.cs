using CapacityRouting.Packages.Tests.Tools;

namespace CapacityRouting.Packages.Tests;

/// <summary>Applications that name versions of their own, lower than the newest, restore without a downgrade (NU1605).</summary>
[Collection(nameof(PackagesUnderTest))]
public sealed class PinTests(PackedSet packed)
{
    [Fact]
    public async Task Restore_WithVersionsOfTheApplicationsOwn_KeepsThem()
    {
        await RestoreAsync("own", ("Microsoft.Extensions.Logging.Abstractions", "10.0.13"), ("Microsoft.Extensions.AI.Abstractions", "10.9.0"), ("Polly.Core", "8.4.2"), ("Anthropic", "13.12.0"));
        await RestoreAsync("lowest", ("Microsoft.Extensions.Logging.Abstractions", "8.0.0"), ("Microsoft.Extensions.AI.Abstractions", "10.5.1"), ("Polly.Core", "8.4.2"), ("Anthropic", "13.5.0"));
    }

    private async Task RestoreAsync(string name, params (string Package, string Version)[] pins)
    {
        string folder = Directory.CreateDirectory(Path.Combine(packed.Workshop, name)).FullName;
        string references = string.Concat(pins
            .Append((Package: "CapacityRouting.Anthropic", packed.Version))
            .Select(pin => $"""<PackageReference Include="{pin.Package}" Version="{pin.Version}" />"""));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "Pinned.csproj"),
            $"""
             <Project Sdk="Microsoft.NET.Sdk">
               <PropertyGroup><TargetFrameworks>net8.0;net10.0</TargetFrameworks><TreatWarningsAsErrors>true</TreatWarningsAsErrors><NuGetAudit>false</NuGetAudit></PropertyGroup>
               <ItemGroup>{references}</ItemGroup>
             </Project>
             """);

        await Shell.RunAsync(folder, Sandbox.Environment(packed), "dotnet", "restore");

        string assets = await File.ReadAllTextAsync(Path.Combine(folder, "obj", "project.assets.json"));
        Assert.All(pins, pin => Assert.Contains($"\"{pin.Package}/{pin.Version}\"", assets, StringComparison.Ordinal));
    }
}
