using System.Globalization;

namespace CapacityRouting.Simulation.Traffic;

/// <summary>Reads the fields of calls, one call after the other, and notes all errors in them.</summary>
internal sealed class CallFields(WorkloadColumns columns, FormatErrors errors)
{
    /// <summary>The value for yes in a column of yes and no. For no, the value is <see cref="No"/> or empty.</summary>
    public const string Yes = "1";

    public const string No = "0";

    private TimeSpan _previous;
    private string _previousText = "";
    private int _previousLine;

    /// <summary>The call in a line. Null when a field has an error.</summary>
    public SimulatedCall? Read(string[] fields, int line)
    {
        TimeSpan? at = Offset(columns.Of(fields, WorkloadColumns.Offset)!, line);
        int? input = Tokens(fields, WorkloadColumns.InputTokens, least: 1, line);
        int? output = Tokens(fields, WorkloadColumns.OutputTokens, least: 0, line);
        bool limited = Text(fields, WorkloadColumns.MaxOutputTokens) is not null;
        int? most = limited ? Tokens(fields, WorkloadColumns.MaxOutputTokens, least: 1, line) : null;
        bool? continues = YesOrNo(fields, WorkloadColumns.Continuation, line);
        if (at is null || input is null || output is null || (limited && most is null) || continues is null)
            return null;

        // Real traces have answers without tokens. A model writes at least its end.
        return new SimulatedCall(at.Value, input.Value, Math.Max(1, output.Value))
        {
            MaxOutputTokens = most,
            Class = Text(fields, WorkloadColumns.Class),
            Tenant = Text(fields, WorkloadColumns.Tenant),
            Session = Text(fields, WorkloadColumns.Session),
            IsContinuation = continues.Value,
        };
    }

    private string? Text(string[] fields, string column) => columns.Of(fields, column) is { Length: > 0 } text ? text : null;

    private bool? YesOrNo(string[] fields, string column, int line)
    {
        string text = Text(fields, column) ?? No;
        if (text is Yes or No)
            return text is Yes;
        Wrong(column, text, $"is neither {Yes} nor {No}", line);
        return null;
    }

    private TimeSpan? Offset(string text, int line)
    {
        TimeSpan? at = Seconds.Parse(text, out string? problem);
        if (at < _previous)
            problem = $"is earlier than {FormatErrors.Shown(_previousText)} in line {_previousLine}";
        if (problem is not null)
            Wrong(WorkloadColumns.Offset, text, problem, line);
        if (at is not null)
            (_previous, _previousText, _previousLine) = (at.Value, text, line);
        return problem is null ? at : null;
    }

    private int? Tokens(string[] fields, string column, int least, int line)
    {
        string text = columns.Of(fields, column)!;
        if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int tokens) && tokens >= least)
            return tokens;
        Wrong(column, text, TokenProblem(text.AsSpan().Trim(), least), line);
        return null;
    }

    private static string TokenProblem(ReadOnlySpan<char> text, int least)
    {
        ReadOnlySpan<char> digits = text.TrimStart("+-");
        if (digits.IsEmpty || text.Length - digits.Length > 1 || digits.ContainsAnyExceptInRange('0', '9'))
            return "is not a whole number";
        return text[0] == '-' || digits.Trim('0').IsEmpty ? $"is less than {least}" : $"is more than {int.MaxValue}";
    }

    private void Wrong(string column, string text, string problem, int line) => errors.Add(line, $"{column}: {FormatErrors.Shown(text)} {problem}");
}
