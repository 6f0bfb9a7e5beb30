using FsCheck;
using FsCheck.Fluent;

namespace CapacityRouting.Tests.Tools;

/// <summary>Texts of pieces that each mean something, put together so that mostly nothing does.</summary>
internal static class Noise
{
    public static Gen<string> Of(string[] pieces, int most = 8) =>
        from count in Gen.Choose(0, most)
        from chosen in Gen.Elements(pieces).ArrayOf(count)
        from cut in Gen.Choose(0, 3)
        select Cut(string.Concat(chosen), cut);

    private static string Cut(string text, int cut) => text[Math.Min(cut, text.Length)..];
}
