using System.Globalization;

namespace CapacityRouting.Configuration;

/// <summary>Collects every wrong setting with its path, so that all are told at once.</summary>
internal sealed class SettingErrors
{
    // Timers count their milliseconds in 32 bits; nobody means to wait longer anyway.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private readonly List<string> _errors = [];

    public IReadOnlyList<string> All => _errors;

    public void Add(string path, string problem) => _errors.Add($"{path}: {problem}");

    public void AtLeast(string path, long? value, long least)
    {
        if (value < least)
            Add(path, string.Create(CultureInfo.InvariantCulture, $"must be at least {least}, is {value}."));
    }

    public void PositiveUpTo(string path, decimal? value, decimal most)
    {
        if (value is { } amount && (amount <= 0 || amount > most))
            Add(path, string.Create(CultureInfo.InvariantCulture, $"must be more than zero and at most {most}, is {amount}."));
    }

    public void NotNegativeUpTo(string path, decimal? value, decimal most)
    {
        if (value is { } amount && (amount < 0 || amount > most))
            Add(path, string.Create(CultureInfo.InvariantCulture, $"must be from 0 to {most}, is {amount}."));
    }

    public void NotNegative(string path, TimeSpan? value)
    {
        if (value < TimeSpan.Zero)
            Add(path, string.Create(CultureInfo.InvariantCulture, $"must not be negative, is {value}."));
        NotTooLong(path, value);
    }

    public void Positive(string path, TimeSpan? value)
    {
        if (value <= TimeSpan.Zero)
            Add(path, string.Create(CultureInfo.InvariantCulture, $"must be more than zero, is {value}."));
        NotTooLong(path, value);
    }

    public void PositiveOrInfinite(string path, TimeSpan? value)
    {
        if (value != Timeout.InfiniteTimeSpan)
            Positive(path, value);
    }

    public void PositiveOrInfiniteOrAdaptive(string path, TimeSpan? value)
    {
        if (value != StreamTimeouts.Adaptive)
            PositiveOrInfinite(path, value);
    }

    public void NotNegative(string path, double? value)
    {
        if (value is { } number && !(number >= 0 && double.IsFinite(number)))
            Add(path, string.Create(CultureInfo.InvariantCulture, $"must be zero or more, is {number}."));
    }

    private void NotTooLong(string path, TimeSpan? value)
    {
        if (value > Longest)
            Add(path, string.Create(CultureInfo.InvariantCulture, $"must be at most {Longest.TotalDays} days, is {value}."));
    }

    public void ThrowIfAny(string parameter)
    {
        if (_errors.Count > 0)
            throw new ArgumentException(string.Join(Environment.NewLine, _errors), parameter);
    }
}
