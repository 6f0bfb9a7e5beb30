namespace CapacityRouting.Failures.Providers;

/// <summary>
/// Reasons for the end of an answer that OpenAI's protocol does not have, so that a client may not know the word: of Zhipu (docs.z.ai), of Anthropic, of Bedrock's Converse
/// (docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html), of Cohere and of Mistral.
/// </summary>
internal static class FinishReasons
{
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.ContextLengthExceeded)
        {
            Codes = ["model_length"],
        },
        new(FailureKind.ContentFiltered)
        {
            Codes = ["sensitive", "guardrail_intervened", "content_filtered", "refusal", "ERROR_TOXIC"],
        },
    ];
}
