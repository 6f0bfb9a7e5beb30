namespace CapacityRouting.Failures.RetryAfter;

/// <summary>The vocabulary of error messages about a request's length.</summary>
internal static class WindowWords
{
    /// <param name="word">The word, in lower case.</param>
    public static WindowWord KindOf(ReadOnlySpan<char> word) => word switch
    {
        "of" or "is" or "the" or "a" or "an" or "to" or "at" or "be" or "this" or "that" or "for" or "in" or "s" or "must" or "can" or "cannot" or "not" or "should" or "only" or "least"
            or "about" or "exactly" or "approximately" or "model" or "allowed" or "permitted" or "supported" or "configured" or "available" or "size" or "length" or "len" or "number"
            or "count" or "value" or "total" => WindowWord.Filler,
        "has" or "have" or "had" or "but" or "however" or "while" or "whereas" or "which" => WindowWord.Turn,
        "input" or "inputs" or "prompt" or "prompts" or "message" or "messages" or "conversation" => WindowWord.Input,
        "output" or "outputs" or "completion" or "generate" or "generated" or "generation" or "max_tokens" or "maxtokens" or "max_new_tokens" or "max_completion_tokens"
            or "max_output_tokens" or "maxoutputtokens" => WindowWord.Output,
        "token" or "tokens" or "tok" or "toks" => WindowWord.Tokens,
        "than" or "most" or "up" or "under" or "below" or "within" => WindowWord.Than,
        "long" or "large" or "big" or "many" => WindowWord.Much,
        _ => KindOfBound(word) ?? KindOfRest(word),
    };

    /// <summary>Whether the next word means tokens: " tokens", "-token".</summary>
    public static bool IsTokens(Cursor cursor)
    {
        cursor.Skip('-');
        cursor.SkipSpaces();
        return KindOf(cursor.Name()) == WindowWord.Tokens;
    }

    private static WindowWord? KindOfBound(ReadOnlySpan<char> word) => word switch
    {
        "maximum" or "max" or "limit" or "limits" or "limited" or "cap" or "capped" or "supports" or "range" or "max_input_tokens" or "maxinputtokens" or "max_prompt_tokens"
            or "max_input_length" or "max_total_tokens" or "token_limit" or "input_token_limit" or "inputtokenlimit" => WindowWord.Maximum,
        "context" or "window" or "ctx" or "n_ctx" or "n_ctx_slot" or "n_ctx_train" or "num_ctx" or "max_ctx" or "max_model_len" or "max_seq_len" or "max_seq_length" or "max_sequence_length"
            or "max_position_embeddings" or "context_length" or "context_window" or "context_size" or "max_context" or "max_context_length" or "max_context_tokens"
            or "max_context_size" or "contextlength" or "contextwindow" or "maxcontextlength" => WindowWord.Context,
        "exceed" or "exceeds" or "exceeding" or "surpasses" or "greater" or "larger" or "longer" or "bigger" or "above" or "beyond" => WindowWord.Exceeds,
        "exceeded" => WindowWord.Exceeded,
        _ => null,
    };

    private static WindowWord KindOfRest(ReadOnlySpan<char> word) => word switch
    {
        "requested" or "received" or "given" or "got" or "passed" or "provided" or "submitted" or "sent" or "actual" or "current" or "resulted" or "contain" or "contains"
            or "contained" or "used" or "uses" or "needs" or "requires" or "estimated" or "n_prompt_tokens" or "prompt_tokens" or "input_tokens" or "n_tokens" or "n_keep" => WindowWord.Sent,
        "character" or "characters" or "char" or "chars" or "symbols" or "letters" or "byte" or "bytes" or "kb" or "mb" or "gb" or "kib" or "mib" or "gib" or "kilobyte" or "kilobytes" or "megabyte" or "megabytes"
            or "string" or "strings" or "array" or "image" or "images" or "picture" or "pictures" or "file" or "files" or "pdf" or "page" or "pages" or "attachment" or "attachments"
            or "payload" or "body" or "entity" or "audio" or "video" or "words" or "document" or "documents" => WindowWord.OtherUnit,
        "by" or "per" or "id" or "code" or "status" or "error" or "http" or "port" or "version" or "line" => WindowWord.Stray,
        "resulting" or "leaving" or "leaves" or "remaining" or "reduce" or "shorten" or "decrease" or "lower" or "try" or "truncate" or "increase" or "consider" or "set"
            or "ratelimit" or "rate" or "minute" or "day" or "tpm" or "rpm" or "quota" => WindowWord.Aside,
        _ => WindowWord.Other,
    };
}

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
