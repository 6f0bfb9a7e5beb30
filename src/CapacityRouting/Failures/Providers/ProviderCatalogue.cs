using System.IO.Enumeration;

namespace CapacityRouting.Failures.Providers;

/// <summary>All provider profiles, and the choice of one for a client. Used when routes are made, never during a request.</summary>
internal static class ProviderCatalogue
{
    public static IReadOnlyList<ProviderProfile> All { get; } =
    [
        OpenAIProvider.Profile,
        AzureOpenAIProvider.Profile,
        AzureOpenAIProvider.Provisioned,
        AnthropicProvider.Profile,
        GeminiProvider.Profile,
        VertexProvider.Profile,
        BedrockProvider.Profile,
        GroqProvider.Profile,
        MistralProvider.Profile,
        CohereProvider.Profile,
        OpenRouterProvider.Profile,
        GitHubModelsProvider.Profile,
        TogetherProvider.Profile,
        FireworksProvider.Profile,
        CerebrasProvider.Profile,
        DeepSeekProvider.Profile,
        XAIProvider.Profile,
        ZhipuProvider.Profile,
        OllamaProvider.Profile,
        VLlmProvider.Profile,
        LlamaCppProvider.Profile,
        GenericProvider.Profile,
    ];

    public static ProviderProfile For(Uri? uri, string? name)
    {
        bool hasHost = uri is { IsAbsoluteUri: true, Host.Length: > 0 };
        if (hasHost && ServedFrom(uri!) is { } served)
            return served;
        ProviderProfile named = (name is null ? null : Named(name)) ?? GenericProvider.Profile;
        // Many providers are called through OpenAI's client. With another host the client's name only means the protocol.
        return hasHost && named == OpenAIProvider.Profile ? GenericProvider.Profile : named;
    }

    public static ProviderProfile? Named(string name) => All.FirstOrDefault(profile =>
        name.Equals(profile.Name, StringComparison.OrdinalIgnoreCase) || profile.Aliases.Contains(name, StringComparer.OrdinalIgnoreCase));

    private static ProviderProfile? ServedFrom(Uri uri)
    {
        string host = uri.IdnHost.TrimEnd('.');
        return All.FirstOrDefault(profile => profile.Hosts.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, host)))
            ?? (OllamaProvider.Serves(uri) ? OllamaProvider.Profile : null);
    }
}
