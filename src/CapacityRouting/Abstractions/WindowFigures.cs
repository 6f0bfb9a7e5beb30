namespace CapacityRouting.Abstractions;

/// <summary>What a refusal of a request's length says of the model's window.</summary>
/// <param name="Tokens">The window that it states, in the model's own tokens; null when it states none, or several that contradict each other.</param>
/// <param name="BlamesInput">Whether the input alone was too long, in tokens: not the output, their sum, or bytes.</param>
internal readonly record struct WindowFigures(long? Tokens, bool BlamesInput)
{
    // No chat model's window is smaller or larger: other figures were misread.
    private const long Least = 256;
    private const long Most = 100_000_000;

    public static bool IsSensible(long tokens) => tokens is >= Least and <= Most;
}
