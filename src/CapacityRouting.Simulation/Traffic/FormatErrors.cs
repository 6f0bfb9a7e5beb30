namespace CapacityRouting.Simulation.Traffic;

/// <summary>Collects what is wrong with a file, so that all of it is told at once; but a file of another kind is wrong in every line, and its first errors say enough.</summary>
internal sealed class FormatErrors(string file)
{
    private const int MostTold = 20;
    private const int LongestValue = 40;

    private readonly List<string> _told = [];
    private int _count;

    /// <summary>A value as messages show it.</summary>
    public static string Shown(ReadOnlySpan<char> value) =>
        value.Length <= LongestValue ? $"'{value}'" : $"'{value[..LongestValue]}...'";

    public void Add(int line, string reason)
    {
        if (_count++ < MostTold)
            _told.Add($"{file}({line}): {reason}");
    }

    public void ThrowIfAny(Exception? cause = null)
    {
        if (_count == 0)
            return;
        if (_count > MostTold)
            _told.Add($"and {_count - MostTold} more");
        throw new WorkloadFormatException(string.Join(Environment.NewLine, _told), cause);
    }
}
