namespace CapacityRouting.Tests.Docs;

public sealed class MarkdownPageTests
{
    private const string Text = """
        # Words and `code`

        One line of prose.

        - An item that is
          wrapped.
        - Another item, with a [link](other.md#part) and `src/a.cs`.
        1. A numbered one.

        | a cell | nobody |
        |---|---|

            an indented command

        ```csharp
        // [no](link.md)
        ```

        <!-- a comment -->
        A paragraph
        in two lines.

        ## Part

        ## Part
        """;

    private readonly MarkdownPage _page = new("a.md", Text);

    [Fact]
    public void Paragraphs_OfAPage_AreItsProseWithoutMarkers() => Assert.Equal(
        ["One line of prose.", "An item that is", "wrapped.", "Another item, with a [link](other.md#part) and `src/a.cs`.", "A numbered one.", "A paragraph", "in two lines."],
        _page.Paragraphs);

    [Fact]
    public void WrappedLines_OfAPage_AreThoseThatGoOn() => Assert.Equal([6, 21], _page.WrappedLines);

    [Fact]
    public void Links_OfAPage_AreThoseOutsideOfCode() => Assert.Equal(["other.md#part"], _page.Links);

    [Fact]
    public void Codes_OfAPage_AreWhatStandsInBackticks() => Assert.Equal(["code", "src/a.cs"], _page.Codes);

    [Fact]
    public void Cells_OfAPage_AreThoseOfItsTables() => Assert.Equal(["a cell", "nobody"], _page.Cells.Where(cell => cell.Any(char.IsLetter)));

    [Fact]
    public void Anchors_OfAPage_AreNumberedWhereTheyRepeat() => Assert.Equal(["words-and-code", "part", "part-1"], _page.Anchors);

    [Theory]
    [InlineData("How is a route chosen?", "how-is-a-route-chosen")]
    [InlineData("Rates: `a_b`, 2 of 3", "rates-a_b-2-of-3")]
    public void AnchorOf_AHeading_IsThatOfTheSite(string heading, string anchor) => Assert.Equal(anchor, MarkdownPage.AnchorOf(heading));
}
