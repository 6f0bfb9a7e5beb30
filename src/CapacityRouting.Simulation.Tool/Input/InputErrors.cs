namespace CapacityRouting.Simulation.Tool.Input;

/// <summary>Collects all errors in the user's input, to report them together: file by file, in the order of the lines.</summary>
internal sealed class InputErrors
{
    private readonly List<(string File, int Line, string Text)> _errors = [];

    public int Count => _errors.Count;

    public IReadOnlyList<string> All =>
        [.. _errors.GroupBy(error => error.File, StringComparer.Ordinal).SelectMany(file => file.OrderBy(error => error.Line)).Select(error => error.Text)];

    public void Add(string file, int line, string reason) => _errors.Add((file, line, $"{file}({line}): {reason}"));

    /// <summary>Adds errors whose text already states their places.</summary>
    public void Add(string file, string errors) => _errors.Add((file, 0, errors));
}
