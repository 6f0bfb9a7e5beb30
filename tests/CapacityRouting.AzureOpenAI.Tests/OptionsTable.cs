using Azure.AI.OpenAI;

namespace CapacityRouting.Tests;

/// <summary>The SDK's options in the forms in which they are made, each with the retry policy that the SDK gave it.</summary>
internal static class OptionsTable
{
    private static readonly Dictionary<string, Func<AzureOpenAIClientOptions>> All = new(StringComparer.Ordinal)
    {
        ["as they come"] = () => new(),
        ["of a version of the service"] = () => new(AzureOpenAIClientOptions.ServiceVersion.V2024_06_01),
        ["of a derived type"] = () => new DerivedOptions(),
        ["routed already"] = () => new AzureOpenAIClientOptions().UseCapacityRouting(),
    };

    public static IEnumerable<string> Names => All.Keys;

    public static AzureOpenAIClientOptions Make(string name) => All[name]();
}
