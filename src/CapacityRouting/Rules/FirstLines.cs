using System.Runtime.CompilerServices;
using CapacityRouting.Providers;

namespace CapacityRouting.Rules;

/// <summary>
/// Of all the lines that fit, the first in turn for each blame to which they yield: how much the request is to blame is known only at the end
/// of the text.
/// </summary>
internal struct FirstLines
{
    public const int None = int.MaxValue;

    private Lines _lines;
    private Blame _blame;

    public FirstLines() => ((Span<int>)_lines).Fill(None);

    /// <summary>The first of those that count; <see cref="None"/> for none.</summary>
    public readonly int First
    {
        get
        {
            int first = _lines[(int)Blame.None];
            for (Blame blame = _blame + 1; blame <= Blame.Quoting; blame++)
                first = Math.Min(first, _lines[(int)blame]);
            return first;
        }
    }

    public void Take(int id, RuleLine line)
    {
        ref int first = ref _lines[(int)line.YieldsTo];
        first = Math.Min(first, id);
        if (line.Rule.Blames > _blame)
            _blame = line.Rule.Blames;
    }

    [InlineArray((int)Blame.Quoting + 1)]
    private struct Lines
    {
        private int _first;
    }
}
