using System.Diagnostics.CodeAnalysis;

namespace CapacityRouting.Settings;

/// <summary>A sort of value that settings may have.</summary>
/// <param name="Expected">The form of the text, in the words of an error: "a whole number".</param>
/// <param name="TryParse">Reads a text, without regard to the culture.</param>
/// <param name="Problem">The error of a value; null for none.</param>
internal sealed record SettingKind<TValue>(string Expected, SettingKind<TValue>.Parser TryParse, Func<TValue, string?> Problem)
{
    /// <summary>What to write instead of a text that cannot be read, as a sentence that follows on.</summary>
    public Func<string?, string> Advice { get; init; } = static _ => string.Empty;

    internal delegate bool Parser(string text, [MaybeNullWhen(false)] out TValue value);
}
