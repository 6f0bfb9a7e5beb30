using System.Text.Json;

namespace CapacityRouting.Wire;

/// <summary>The findings about an answer, or about a part of one.</summary>
internal readonly record struct AnswerVerdict
{
    /// <summary>The error in the answer, as JSON.</summary>
    public string? Error { get; init; }

    /// <summary>Whether the error is only that a filter left no content.</summary>
    public bool IsSilence { get; init; }

    /// <summary>Whether the answer has content. Set for Gemini only, whose filter has no error of its own.</summary>
    public bool HasSubstance { get; init; }

    public static AnswerVerdict Of(JsonElement part)
    {
        if (AnswerFields.In(part) is { } error)
            return new() { Error = error };
        if (GeminiAnswer.HasSubstance(part))
            return new() { HasSubstance = true };
        return new() { Error = GeminiAnswer.FilteredIn(part), IsSilence = true };
    }

    /// <summary>The last part decides. Missing content is an error only if no other part has content.</summary>
    public static AnswerVerdict OfParts(IEnumerable<AnswerVerdict> latestFirst)
    {
        AnswerVerdict silence = default;
        foreach (AnswerVerdict part in latestFirst)
        {
            if (part.HasSubstance || part is { Error: not null, IsSilence: false })
                return part;
            if (silence.Error is null)
                silence = part;
        }

        return silence;
    }
}
