namespace CapacityRouting.Failures.Providers;

/// <summary>Amazon Bedrock's runtime. It has no rate-limit headers, and usage is in the body only.</summary>
internal static class BedrockProvider
{
    public static ProviderProfile Profile { get; } = new("Bedrock")
    {
        Aliases = ["aws.bedrock", "aws_bedrock", "amazon.bedrock"],
        Hosts = ["bedrock-runtime.*.amazonaws.com", "bedrock-runtime-fips.*.amazonaws.com", "bedrock-runtime.*.amazonaws.com.cn"],
        // Documented: input and max_tokens are deducted at the start and corrected at the end; cache reads are free. An output token of some models
        // counts several times: OutputTokenWeight, to be set per model. No source was found on failed calls and the limiter's shape: assumed.
        ReservesMaxOutputTokens = true,
        ReturnsUnusedOutputTokens = true,
        CachedTokenWeight = 0,
        // Differs by model. Many answer "The conversation must end with a user message". The safe assumption.
        SupportsAssistantPrefill = false,
    };

    /// <summary>Failure rules: the exceptions of Amazon Bedrock's runtime and their messages.</summary>
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Codes = ["INVALID_PAYMENT_INSTRUMENT"],
            Phrases = ["too many tokens per day", "payment instrument"],
        },
        new(FailureKind.ContextLengthExceeded)
        {
            Phrases =
            [
                "input is too long for requested model", "expected maxlength", "too many total text bytes",
                "prompt tokens*exceed model maximum", "prompt: length: 1..", "exceeds the maximum length", "total number of tokens*exceed",
            ],
        },
        new(FailureKind.ContentFiltered)
        {
            Codes = ["GUARDRAIL_INTERVENED"],
            Phrases = ["blocked by guardrail", "blocked by content filters", "automatically blocked"],
        },
        new(FailureKind.ModelNotFound)
        {
            Phrases =
            [
                "model identifier is invalid", "on-demand throughput", "reached the end of its life", "marked by provider as legacy",
                "could not resolve the foundation model", "model*isn't supported",
            ],
        },
        new(FailureKind.ModelNotFound)
        {
            Codes = ["ResourceNotFoundException"],
            IsBroad = true,
        },
        new(FailureKind.Authentication)
        {
            Codes =
            [
                "AccessDeniedException", "UnrecognizedClientException", "ExpiredTokenException", "ExpiredToken",
                "InvalidSignatureException", "IncompleteSignature", "MissingAuthenticationToken", "MissingAuthenticationTokenException",
                "InvalidClientTokenId", "SignatureDoesNotMatch", "OptInRequired", "NotAuthorized", "CredentialsProviderError",
                "NoCredentialsError", "SubscriptionRequiredException",
            ],
            Phrases =
            [
                "is not authorized to perform", "security token included in the request", "unable to locate credentials",
                "signature we calculated does not match", "don't have access to the model", "could not load credentials",
                "operation not allowed", "use case details have not been submitted", "model access is denied",
            ],
        },
        new(FailureKind.Authentication)
        {
            Codes = ["AccessDenied"],
            IsBroad = true,
        },
        new(FailureKind.Overloaded)
        {
            Codes = ["ModelNotReadyException"],
            Phrases = ["not ready to serve", "on-demand capacity", "capacity for this model"],
        },
        new(FailureKind.Overloaded)
        {
            Codes = ["ServiceUnavailableException", "ServiceUnavailable"],
            IsBroad = true,
        },
        new(FailureKind.Overloaded)
        {
            Phrases = ["bedrock is unable to process your request"],
            Statuses = [0, 200, 500, 503],
        },
        new(FailureKind.RateLimited)
        {
            Scope = FailureScope.Minute,
            Phrases = ["too many tokens, please wait", "too many requests, please wait"],
        },
        new(FailureKind.RateLimited)
        {
            Codes =
            [
                "ThrottlingException", "Throttling", "ThrottledException", "RequestLimitExceeded", "TooManyRequestsException",
                "ServiceQuotaExceededException", "ProvisionedThroughputExceededException", "LimitExceededException",
            ],
            Phrases = ["throttled", "throttling"],
            IsBroad = true,
        },
        new(FailureKind.Timeout)
        {
            Codes = ["ModelTimeoutException", "RequestTimeout", "RequestTimeoutException", "RequestExpired"],
            Phrases = ["processing time*exceeded the model timeout"],
        },
        new(FailureKind.ServerError)
        {
            Codes = ["ModelErrorException", "ModelStreamErrorException", "InternalServerException", "InternalFailure"],
            Phrases = ["model has encountered an unexpected error", "an error occurred while streaming the response"],
            Statuses = [0, 200, 400, 408, 424, 500],
        },
        new(FailureKind.InvalidRequest)
        {
            Phrases =
            [
                "maximum tokens you requested exceed", "malformed input request", "does not support system",
                "does not support the toolconfig", "conversation must start with a user message", "roles must alternate",
            ],
        },
        new(FailureKind.InvalidRequest)
        {
            Codes = ["ValidationException", "SerializationException"],
            Statuses = [0, 200, 400, 422],
            IsBroad = true,
            Fault = RequestFault.Vague,
        },
    ];
}
