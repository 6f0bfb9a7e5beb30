using FsCheck;
using FsCheck.Fluent;

namespace CapacityRouting.Tests.Continuations;

/// <summary>Answers of every kind that models write, from a line to some paragraphs.</summary>
internal static class Answers
{
    private static readonly string[] Prose =
    [
        "The river rises in the hills. ", "It flows north for 365 miles, ", "past three old towns ", "and the naïve visitor's inn. ", "Then it turns ", "very very slowly ", "to the sea.\n\n",
        "Sure, here is what I know. ", "As I said before, ", "(see below) ", "**bold words** and ", "it's “quoted” — ", "हिन्दी ", "사람은 ", "Sorry for the wait. ", "In short: ", "the end. ",
    ];

    private static readonly string[] Code =
    [
        "```csharp\n", "for (int i = 0; i < n; i++)\n", "{\n", "    sum += values[i];\n", "    Console.WriteLine(sum);\n", "}\n\n", "```\n", "// not reached\n", "if (sum > 0)\n\treturn sum;\n", "var text = \"a  b\";\r\n",
    ];

    private static readonly string[] Lists = ["1. First of all\n", "2. ", "- item\n", "  - under it\n", "| a | b |\n", "| --- | --- |\n", "| 1 | 2 |\n", "* [link](https://example.com/a-b?c=d)\n", "## Title\n\n", "> quoted\n", "- [ ] open\n"];

    private static readonly string[] Spaceless = ["北京", "上海", "我们", "研究了", "。", "，", "東京タワー", "です", "ありがとう", "สวัสดี", "ครับ", "第一章", "“引用”", "\n"];

    private static readonly string[] Emoji = ["😀", "👩‍👩‍👧", "𝒳", "🇩🇪", "❤️ ", "yes ", "no ", "✅ done\n", "👍🏽", "🎉🎉 "];

    public static Gen<string> Any { get; } =
        from kind in Gen.Elements(Prose, Code, Lists, Spaceless, Emoji, [.. Prose, .. Code, .. Lists, .. Spaceless, .. Emoji])
        from length in Gen.Choose(1, 40)
        from parts in Gen.Elements(kind).ArrayOf(length)
        let text = string.Concat(parts)
        where text.Trim().Length > 1
        select text;
}
