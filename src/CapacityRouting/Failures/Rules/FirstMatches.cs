using System.Runtime.CompilerServices;
using CapacityRouting.Failures.Providers;

namespace CapacityRouting.Failures.Rules;

/// <summary>
/// Of all the lines that fit, the first in turn for each fault to which they yield: how much the request is to fault is known only at the end
/// of the text.
/// </summary>
internal struct FirstMatches
{
    public const int None = int.MaxValue;

    private Lines _lines;
    private RequestFault _fault;

    public FirstMatches() => ((Span<int>)_lines).Fill(None);

    /// <summary>The first of those that count; <see cref="None"/> for none.</summary>
    public readonly int First
    {
        get
        {
            int first = _lines[(int)RequestFault.None];
            for (RequestFault fault = _fault + 1; fault <= RequestFault.Quoting; fault++)
                first = Math.Min(first, _lines[(int)fault]);
            return first;
        }
    }

    public void Take(int id, RuleLine line)
    {
        ref int first = ref _lines[(int)line.YieldsTo];
        first = Math.Min(first, id);
        if (line.Rule.Fault > _fault)
            _fault = line.Rule.Fault;
    }

    [InlineArray((int)RequestFault.Quoting + 1)]
    private struct Lines
    {
        private int _first;
    }
}
