namespace CapacityRouting.Failures.Providers;

/// <summary>Google Vertex AI. No source was found on headers or on how it charges: assumed throughout.</summary>
internal static class VertexProvider
{
    public static ProviderProfile Profile { get; } = new("Vertex")
    {
        Aliases = ["gcp.vertex_ai", "vertex_ai", "vertexai"],
        Hosts = ["aiplatform.googleapis.com", "*-aiplatform.googleapis.com", "aiplatform.*.rep.googleapis.com"],
        // As the Gemini API, for models of Gemini.
        ToolTurns = ToolTurnRule.ThoughtSignature,
    };

    /// <summary>Failure rules (cloud.google.com/vertex-ai/generative-ai/docs/error-code).</summary>
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.RateLimited)
        {
            Scope = FailureScope.Minute,
            Phrases = ["quota exceeded for*aiplatform.googleapis.com", "online prediction request quota exceeded"],
        },
        new(FailureKind.ModelNotFound)
        {
            Phrases =
            [
                "publisher model*not found", "was not found or your project does not have access", "publisher model*is not servable",
                "not servable in region",
            ],
        },
        new(FailureKind.Authentication)
        {
            Codes = ["IAM_PERMISSION_DENIED", "SERVICE_ACCOUNT_DISABLED"],
            Phrases =
            [
                "api has not been used in project", "unable to find your project", "permission*denied on resource",
                "insufficient authentication scopes", "application default credentials", "could not load the default credentials",
                "default credentials were not found", "could not refresh access token",
            ],
        },
        new(FailureKind.Overloaded)
        {
            Phrases = ["temporarily out of capacity"],
        },
        new(FailureKind.ContextLengthExceeded)
        {
            Phrases = ["input token count is*only supports"],
        },
    ];
}
