namespace CapacityRouting.Failures.RetryAfter;

/// <summary>The meaning of a word for the figures near it.</summary>
internal enum WindowWord
{
    /// <summary>No meaning. Before a colon it is the name of something else.</summary>
    Other,

    /// <summary>No meaning: "of", "is", "length".</summary>
    Filler,

    /// <summary>The words before no longer count: "but", "however", "has".</summary>
    Turn,

    /// <summary>The input is meant: "prompt".</summary>
    Input,

    /// <summary>The output is meant: "completion", "max_tokens".</summary>
    Output,

    /// <summary>The unit is tokens.</summary>
    Tokens,

    /// <summary>Another unit: bytes, characters, images.</summary>
    OtherUnit,

    /// <summary>The context window is meant: "context", "n_ctx".</summary>
    Context,

    /// <summary>The maximum follows.</summary>
    Maximum,

    /// <summary>The figure before is larger than the figure after.</summary>
    Exceeds,

    /// <summary>The limit before or after was exceeded.</summary>
    Exceeded,

    /// <summary>A bound follows, unless another word has already announced something: "than", "at most".</summary>
    Than,

    /// <summary>After "too", the subject is too much: "long", "large".</summary>
    Much,

    /// <summary>The request's own size follows.</summary>
    Sent,

    /// <summary>The next figure is no count of tokens: "id", "code", "by", "per".</summary>
    Stray,

    /// <summary>The rest of the sentence is advice, a consequence, or about a rate.</summary>
    Aside,
}
