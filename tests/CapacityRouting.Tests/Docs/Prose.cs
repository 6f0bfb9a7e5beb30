using System.Text.RegularExpressions;

namespace CapacityRouting.Tests.Docs;

/// <summary>Measures plain text, whether it comes from a document or from the comments of a source: its sentences, and the subjects that name no type and no concept.</summary>
internal static partial class Prose
{
    // What has fewer words is a label and no sentence.
    private const int FewestWords = 3;

    /// <summary>The sentences of a text, in order. A full stop, a question mark or an exclamation mark ends one where white space follows.</summary>
    public static IReadOnlyList<string> SentencesOf(string text) =>
        [.. SentenceEnd().Split(text).Select(sentence => sentence.Trim()).Where(sentence => WordsIn(sentence) >= FewestWords)];

    /// <summary>The unknown persons that are the subject of a sentence or a clause, in order and as they are spelled.</summary>
    public static IReadOnlyList<string> SubjectsIn(string text) => [.. UnknownPerson().Matches(text).Select(match => match.Groups["subject"].Value)];

    /// <summary>How many words a text has: what white space sets apart.</summary>
    public static int WordsIn(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary>The number that a share of the sorted numbers lies below; 0.5 gives the median.</summary>
    public static int Quantile(IEnumerable<int> numbers, double share)
    {
        int[] sorted = [.. numbers.Order()];
        return sorted.Length == 0 ? 0 : sorted[Math.Min((int)(sorted.Length * share), sorted.Length - 1)];
    }

    [GeneratedRegex(@"(?<=[.!?])\s+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"(^|[.!?;:,(]\s+|\b(and|but|or|that|than|for|as|if|when|while|so|because|since|where)\s+)(?<subject>who|nobody|whoever|everybody|anybody)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UnknownPerson();
}
