namespace Samples.Services;

/// <summary>What a service answers.</summary>
internal sealed record ServiceAnswer(string Text)
{
    /// <summary>A tool that the model asks for, after the text.</summary>
    public ToolCall? Call { get; init; }

    /// <summary>Whether the connection breaks off after the text.</summary>
    public bool BreaksOff { get; init; }

    /// <summary>Four characters count as a token.</summary>
    public int Tokens => (Text.Length / 4) + (Call is null ? 1 : 20);

    /// <summary>Each with the space before it, as models write.</summary>
    public IEnumerable<string> Words
    {
        get
        {
            for (int at = 0, next; at < Text.Length; at = next)
            {
                next = Text.IndexOf(' ', at + 1);
                next = next < 0 ? Text.Length : next;
                yield return Text[at..next];
            }
        }
    }
}
