namespace CapacityRouting.Moves.Servers;

/// <summary>Text in two pieces, as streams have it.</summary>
internal static class Halves
{
    public static IEnumerable<string> Of(string text) => [text[..(text.Length / 2)], text[(text.Length / 2)..]];
}
