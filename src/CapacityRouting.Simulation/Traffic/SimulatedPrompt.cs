using System.Globalization;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Simulation;

/// <summary>
/// Makes a prompt of the right length of a workload's call. Its first words tell a simulated provider its tokens and
/// those of the answer. It is plain text, so that it reaches a provider behind HTTP just as well.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public static class SimulatedPrompt
{
    private const string Opening = "[call ";
    private const int LongestPadding = 24;

    // Texts of 1, 2, 4, ... characters: any length is a sum of them, and nothing that long is made twice.
    private static readonly TextContent?[] Padding = new TextContent?[LongestPadding];

    /// <summary>Makes the prompt.</summary>
    /// <param name="number">The call's number in its workload, from zero.</param>
    /// <param name="call">The call.</param>
    /// <param name="charactersPerToken">How long its text is. Default: 4, as routers and providers estimate.</param>
    /// <exception cref="ArgumentNullException"><paramref name="call"/> is null.</exception>
    public static ChatMessage For(int number, SimulatedCall call, double charactersPerToken = 4)
    {
        ArgumentNullException.ThrowIfNull(call);
        string told = string.Create(CultureInfo.InvariantCulture, $"{Opening}{number}: {call.InputTokens} tokens in, {call.OutputTokens} out] ");
        List<AIContent> contents = [new TextContent(told)];
        int missing = (int)Math.Min(call.InputTokens * charactersPerToken, int.MaxValue / 2) - told.Length;
        for (int i = 0; missing >> i > 0 && i < LongestPadding; i++)
            if ((missing >> i & 1) == 1)
                contents.Add(Padding[i] ??= new(new string('x', 1 << i)));
        return new(ChatRole.User, contents);
    }

    /// <summary>Reads the first words back; null when the text is not one of ours.</summary>
    internal static (int Call, int InputTokens, int OutputTokens)? Read(ReadOnlySpan<char> text)
    {
        int end = text.IndexOf(']');
        Span<Range> words = stackalloc Range[7];
        if (end < 0 || !text.StartsWith(Opening, StringComparison.Ordinal) || text[..end].Split(words, ' ') != 7)
            return null;
        ReadOnlySpan<char> told = text[..end];
        return Number(told[words[1]].TrimEnd(':')) is { } call && Number(told[words[2]]) is { } input && Number(told[words[5]]) is { } output
            ? (call, input, output)
            : null;
    }

    private static int? Number(ReadOnlySpan<char> text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;
}
