using System.Globalization;
using CapacityRouting.Queue.Reporting;
using CapacityRouting.Queue.Running;

namespace CapacityRouting.Queue;

/// <summary>What the user asked for.</summary>
internal sealed record CommandLine
{
    public const string Help = """
        Measures the queue of callers that wait for capacity, beside that of an older commit.

          --before <folder>  a checkout of the older commit, which is built against and measured in the same run
          --figures <names>  crossing, joining, crowd, loop, wakeups, forecast, fairness; several with commas (default: all)
          --rounds <n>       so many rounds in which a wake-up could be lost (default: 1000000)
          --limit <seconds>  the longest that one cell may take; what takes longer is left out (default: 60)
          --quick            small sizes and few rounds, to see that it works
          --record <file>    write the table into this file, between its markers
          --commit <name>    what the record says of the commit (default: what git says)
          --help             print this
        """;

    /// <summary>The option of the processes that a run starts.</summary>
    public const string Serve = "--serve";

    private const int MostRounds = 1_000_000_000;
    private const int LongestLimit = 3_600;

    public BenchmarkSettings Settings { get; private set; } = new();

    public string? Before { get; private set; }

    public string? Record { get; private set; }

    public string? Commit { get; private set; }

    /// <summary>The names of the figures; null for all.</summary>
    public IReadOnlyList<string>? Figures { get; private set; }

    public bool Serves { get; private set; }

    public bool ShowsHelp { get; private set; }

    /// <summary>Everything that is wrong with the arguments.</summary>
    public List<string> Errors { get; } = [];

    public static CommandLine Read(IEnumerable<string> arguments)
    {
        CommandLine given = new();
        Queue<string> left = new(arguments);
        while (left.TryDequeue(out string? option))
            given.Take(option, left);
        if (given.Record is { } file && RecordFile.ProblemOf(file) is { } problem)
            given.Errors.Add($"--record: {problem}");
        if (given.Before is { } before && !Directory.Exists(before))
            given.Errors.Add($"--before: '{before}' does not exist.");
        return given;
    }

    private void Take(string option, Queue<string> left)
    {
        switch (option)
        {
            case "--help" or "-h" or "-?": ShowsHelp = true; break;
            case "--before": Before = ValueOf(option, left); break;
            case "--figures": Figures = ValueOf(option, left).Split(','); break;
            case "--rounds": Settings = Settings with { WakeUpRounds = Number(option, ValueOf(option, left), MostRounds) }; break;
            case "--limit": Settings = Settings with { Limit = TimeSpan.FromSeconds(Number(option, ValueOf(option, left), LongestLimit)) }; break;
            case "--quick": Settings = Settings with { IsQuick = true }; break;
            case "--record": Record = ValueOf(option, left); break;
            case "--commit": Commit = ValueOf(option, left); break;
            case Serve: Serves = true; break;
            default: Errors.Add($"'{option}' is not an option; --help lists them."); break;
        }
    }

    private string ValueOf(string option, Queue<string> left)
    {
        if (left.TryPeek(out string? value) && !value.StartsWith("--", StringComparison.Ordinal))
            return left.Dequeue();
        Errors.Add($"{option}: a value is missing.");
        return string.Empty;
    }

    private int Number(string option, string value, int most)
    {
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= most)
            return number;
        Errors.Add($"{option}: '{value}' is not a whole number from 1 to {most}.");
        return 1;
    }
}
