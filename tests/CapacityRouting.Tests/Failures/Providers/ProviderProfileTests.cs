using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Failures.Providers;

public sealed class ProviderProfileTests
{
    [Theory]
    [InlineData("https://api.openai.com/v1", "OpenAI")]
    [InlineData("https://eu.api.openai.com/v1", "OpenAI")]
    [InlineData("https://API.OpenAI.com", "OpenAI")]
    [InlineData("https://api.openai.com./v1", "OpenAI")]
    [InlineData("https://my-resource.openai.azure.com/openai/deployments/x", "AzureOpenAI")]
    [InlineData("https://my-resource.cognitiveservices.azure.com", "AzureOpenAI")]
    [InlineData("https://my-resource.services.ai.azure.com/models", "AzureOpenAI")]
    [InlineData("https://api.anthropic.com", "Anthropic")]
    [InlineData("https://generativelanguage.googleapis.com/v1beta/openai/", "Gemini")]
    [InlineData("https://aiplatform.googleapis.com", "Vertex")]
    [InlineData("https://us-central1-aiplatform.googleapis.com/v1", "Vertex")]
    [InlineData("https://bedrock-runtime.us-east-1.amazonaws.com", "Bedrock")]
    [InlineData("https://bedrock-runtime-fips.us-west-2.amazonaws.com", "Bedrock")]
    [InlineData("https://api.groq.com/openai/v1", "Groq")]
    [InlineData("https://api.mistral.ai/v1", "Mistral")]
    [InlineData("https://api.cohere.com/compatibility/v1", "Cohere")]
    [InlineData("https://api.cohere.ai", "Cohere")]
    [InlineData("https://openrouter.ai/api/v1", "OpenRouter")]
    [InlineData("https://models.github.ai/inference", "GitHubModels")]
    [InlineData("https://models.inference.ai.azure.com", "GitHubModels")]
    [InlineData("https://api.together.xyz/v1", "Together")]
    [InlineData("https://api.together.ai/v1", "Together")]
    [InlineData("https://api.fireworks.ai/inference/v1", "Fireworks")]
    [InlineData("https://api.cerebras.ai/v1", "Cerebras")]
    [InlineData("https://api.deepseek.com", "DeepSeek")]
    [InlineData("https://api.x.ai/v1", "XAI")]
    [InlineData("http://localhost:11434/v1", "Ollama")]
    [InlineData("http://127.0.0.1:11434", "Ollama")]
    [InlineData("http://[::1]:11434", "Ollama")]
    [InlineData("http://192.168.4.7:11434", "Ollama")]
    [InlineData("http://ollama:11434", "Ollama")]
    [InlineData("http://host.docker.internal:11434", "Ollama")]
    public void For_AHost_WinsOverTheName(string uri, string profile)
    {
        Assert.Equal(profile, ProviderProfile.For(new(uri), "openai").Name);
        Assert.Equal(profile, ProviderProfile.For(new(uri), "anthropic").Name);
    }

    [Theory]
    [InlineData("https://evil-api.openai.com.example.org")]
    [InlineData("https://evil-api.openai.com")]
    [InlineData("https://notopenai.azure.com")]
    [InlineData("https://api.groq.com.example.org")]
    [InlineData("https://example.org/api.openai.com")]
    [InlineData("https://api.openai.com@example.org/v1")]
    [InlineData("https://xaiplatform.googleapis.com")]
    [InlineData("https://models.example.org:11434")]
    [InlineData("http://localhost:8000/v1")]
    public void For_OpenAIsClientOnAForeignHost_IsGeneric(string uri) =>
        Assert.Same(ProviderProfile.Generic, ProviderProfile.For(new(uri), "openai"));

    [Theory]
    [InlineData("openai", "OpenAI")]
    [InlineData("azure.ai.openai", "AzureOpenAI")]
    [InlineData("az.ai.openai", "AzureOpenAI")]
    [InlineData("anthropic", "Anthropic")]
    [InlineData("gcp.gemini", "Gemini")]
    [InlineData("google", "Gemini")]
    [InlineData("gcp.vertex_ai", "Vertex")]
    [InlineData("aws.bedrock", "Bedrock")]
    [InlineData("groq", "Groq")]
    [InlineData("mistral_ai", "Mistral")]
    [InlineData("mistral", "Mistral")]
    [InlineData("cohere", "Cohere")]
    [InlineData("openrouter", "OpenRouter")]
    [InlineData("github_models", "GitHubModels")]
    [InlineData("together_ai", "Together")]
    [InlineData("fireworks", "Fireworks")]
    [InlineData("cerebras", "Cerebras")]
    [InlineData("deepseek", "DeepSeek")]
    [InlineData("xai", "XAI")]
    [InlineData("x_ai", "XAI")]
    [InlineData("OLLAMA", "Ollama")]
    [InlineData("vllm", "VLlm")]
    [InlineData("llama.cpp", "LlamaCpp")]
    [InlineData("perplexity", "Generic")]
    [InlineData("capacity-routing", "Generic")]
    [InlineData("", "Generic")]
    [InlineData(null, "Generic")]
    public void For_ANameWithoutAHost_IsThatProvider(string? name, string profile) => Assert.Equal(profile, ProviderProfile.For(endpoint: null, name).Name);

    [Fact]
    public void For_ANameOnAnUnknownHost_IsThatProvider() =>
        Assert.Same(ProviderProfile.AzureOpenAI, ProviderProfile.For(new("https://gateway.example.org"), "azure.ai.openai"));

    [Fact]
    public void For_ARelativeUri_IsTheName() =>
        Assert.Same(ProviderProfile.OpenAI, ProviderProfile.For(new("v1/chat", UriKind.Relative), "openai"));

    [Fact]
    public void For_NoMetadata_IsGeneric() => Assert.Same(ProviderProfile.Generic, ProviderProfile.For(endpoint: null, providerName: null));

    [Fact]
    public void Named_EveryNameAndAlias_IsOneProfile()
    {
        string[] names = [.. ProviderProfile.All.SelectMany(profile => profile.Aliases.Append(profile.Name))];

        Assert.Equal(names.Length, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(ProviderProfile.All, profile => Assert.Same(profile, ProviderProfile.Named(profile.Name.ToUpperInvariant())));
        Assert.Null(ProviderProfile.Named("nobody"));
    }

    [Fact]
    public void All_EveryStaticProfile_IsInItUnderItsOwnName()
    {
        (string Name, ProviderProfile Profile)[] given = [.. typeof(ProviderProfile).GetProperties()
            .Where(property => property.PropertyType == typeof(ProviderProfile))
            .Select(property => (property.Name, (ProviderProfile)property.GetValue(null)!))];

        Assert.Equal(22, given.Length);
        Assert.All(given, item => Assert.Equal(item.Name, item.Profile.Name));
        Assert.Equal(given.Select(item => item.Profile), ProviderProfile.All);
    }

    [Fact]
    public void All_Facts_AreWithinTheirRanges() => Assert.All(ProviderProfile.All, profile =>
    {
        Assert.InRange(profile.CachedTokenWeight, 0, 1);
        Assert.InRange(profile.RequestBurst, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.InRange(profile.TokenBurst, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    });

    [Fact]
    public void All_WholeBuckets_AreOfContinuousLimiters() => Assert.All(
        ProviderProfile.All.Where(profile => profile.Headers != ProviderProfile.Generic.Headers && profile.Headers.Limits.Any(limit => limit.IsWhole)),
        profile => Assert.Equal(LimiterKind.Continuous, profile.Limiter));

    [Fact]
    public void With_AKnownProfile_KeepsWhatIsNotChanged()
    {
        ProviderProfile changed = ProviderProfile.OpenAI with { TokenBurst = TimeSpan.FromSeconds(5) };

        Assert.Equal((TimeSpan.FromSeconds(5), "OpenAI"), (changed.TokenBurst, changed.Name));
        Assert.Same(ProviderProfile.OpenAI.Headers, changed.Headers);
    }
}
