namespace QuickStart;

/// <summary>The keys of the real services, from the variables that their own SDKs read.</summary>
internal sealed record ApiKeys(string? OpenAI, string? Anthropic)
{
    public const string OpenAIVariable = "OPENAI_API_KEY";
    public const string AnthropicVariable = "ANTHROPIC_API_KEY";

    public bool Any => OpenAI is not null || Anthropic is not null;

    public static ApiKeys FromEnvironment() => new(Read(OpenAIVariable), Read(AnthropicVariable));

    private static string? Read(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } key ? key : null;
}
