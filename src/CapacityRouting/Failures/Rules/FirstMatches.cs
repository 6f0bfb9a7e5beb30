using System.Runtime.CompilerServices;
using CapacityRouting.Failures.Providers;

namespace CapacityRouting.Failures.Rules;

/// <summary>
/// The first matching line in turn for each request fault to which lines yield. The request fault is known only at the end
/// of the text.
/// </summary>
internal struct FirstMatches
{
    public const int None = int.MaxValue;

    private Lines _lines;
    private RequestFault _fault;

    public FirstMatches() => ((Span<int>)_lines).Fill(None);

    /// <summary>The first of the lines that count. <see cref="None"/> when there is none.</summary>
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
