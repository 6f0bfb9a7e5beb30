using System.Diagnostics.CodeAnalysis;

namespace CapacityRouting.Settings;

/// <summary>A sort of value that settings may have.</summary>
/// <param name="Expected">What a text must be to be one, as an error says it: "a whole number".</param>
/// <param name="TryParse">How a text is read, without regard to the culture.</param>
/// <param name="Problem">What is wrong with a value, as an error says it; null for nothing.</param>
internal sealed record SettingKind<TValue>(string Expected, SettingKind<TValue>.Parser TryParse, Func<TValue, string?> Problem)
{
    internal delegate bool Parser(string text, [MaybeNullWhen(false)] out TValue value);
}
