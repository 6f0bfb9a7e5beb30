namespace CapacityRouting.Failures.RetryAfter;

/// <summary>What a word of a refusal says of the figures near it.</summary>
internal enum WindowWord
{
    /// <summary>Nothing; before a colon it is the name of something else.</summary>
    Other,

    /// <summary>Nothing: "of", "is", "length".</summary>
    Filler,

    /// <summary>Nothing before counts for what follows: "but", "however", "has".</summary>
    Turn,

    /// <summary>What is sent is meant: "prompt".</summary>
    Input,

    /// <summary>What is written is meant: "completion", "max_tokens".</summary>
    Output,

    /// <summary>Tokens are counted.</summary>
    Tokens,

    /// <summary>Something else is counted: bytes, characters, images.</summary>
    OtherUnit,

    /// <summary>The window is meant: "context", "n_ctx".</summary>
    Context,

    /// <summary>The most that is allowed follows.</summary>
    Maximum,

    /// <summary>What is before it is larger than what follows.</summary>
    Exceeds,

    /// <summary>What is before it was exceeded, or what follows.</summary>
    Exceeded,

    /// <summary>A bound follows, unless another word has said what does: "than", "at most".</summary>
    Than,

    /// <summary>With "too" before it, what follows is too much: "long", "large".</summary>
    Much,

    /// <summary>What the request has follows.</summary>
    Sent,

    /// <summary>What follows is no count of tokens: "id", "code", "by", "per".</summary>
    Stray,

    /// <summary>The rest of the sentence is advice, a consequence, or about a rate.</summary>
    Aside,
}
