using System.Text.Json;

namespace CapacityRouting.Wire;

/// <summary>What an answer, or a part of one, says of itself.</summary>
internal readonly record struct AnswerVerdict
{
    /// <summary>The error in it, as JSON.</summary>
    public string? Error { get; init; }

    /// <summary>Whether the error is only that a filter left nothing to say.</summary>
    public bool IsSilence { get; init; }

    /// <summary>Whether the model says or does something in it. Told of Gemini only, whose filter has no error of its own.</summary>
    public bool HasSubstance { get; init; }

    public static AnswerVerdict Of(JsonElement part)
    {
        if (AnswerFields.In(part) is { } error)
            return new() { Error = error };
        if (GeminiAnswer.HasSubstance(part))
            return new() { HasSubstance = true };
        return new() { Error = GeminiAnswer.FilteredIn(part), IsSilence = true };
    }

    /// <summary>The last part has the last word; silence is an error only if no other part has substance.</summary>
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
