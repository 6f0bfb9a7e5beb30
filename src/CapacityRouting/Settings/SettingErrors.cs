namespace CapacityRouting.Settings;

/// <summary>Collects every wrong setting with its path, so that one error reports all of them.</summary>
internal sealed class SettingErrors
{
    private readonly List<string> _errors = [];

    public IReadOnlyList<string> All => _errors;

    public void Add(string path, string problem) => _errors.Add($"{path}: {problem}");

    public void ThrowIfAny(string parameter)
    {
        if (_errors.Count > 0)
            throw new ArgumentException(string.Join(Environment.NewLine, _errors), parameter);
    }
}
