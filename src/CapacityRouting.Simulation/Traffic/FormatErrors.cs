namespace CapacityRouting.Simulation.Traffic;

/// <summary>Collects all errors in a file, to report them together. A file of another kind has an error in every line, so only the first ones are listed.</summary>
internal sealed class FormatErrors(string file)
{
    private const int MostTold = 20;
    private const int LongestValue = 40;

    private readonly List<string> _told = [];
    private int _count;

    /// <summary>A value in the form for messages.</summary>
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
