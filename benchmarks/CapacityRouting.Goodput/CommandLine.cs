using System.Globalization;
using CapacityRouting.Goodput.Figures;
using CapacityRouting.Goodput.Running;

namespace CapacityRouting.Goodput;

/// <summary>What the user asked for.</summary>
internal sealed record CommandLine
{
    public const string Help = """
        Runs every router through every scenario, in virtual time, and tells how much of the possible each one served.

          --quick            3 seeds instead of 20
          --seeds <n>        so many seeds, 1 to 1000
          --scenario <id>    only this scenario (may be repeated)
          --router <id>      only this router (may be repeated)
          --traces <folder>  where recorded arrivals are found (azure_code_2023.csv.gz)
          --report <file>    write the tables as Markdown
          --json <file>      write every run's figures as JSON
          --figures          show what our router is held to, and whether it keeps to it
          --record <file>    write those figures, for the test that finds out when they fall (figures.json); those of scenarios that are not run stay
          --commit <name>    what the report says of the commit (default: what git says)
          --real             nothing else: compare three simulated minutes with real ones, over HTTP on this machine
          --help             print this
        """;

    public int Seeds { get; private set; } = 20;

    public string? Traces { get; private set; }

    public string? Report { get; private set; }

    public string? Json { get; private set; }

    public bool Figures { get; private set; }

    public string? Record { get; private set; }

    public string? Commit { get; private set; }

    public bool Real { get; private set; }

    public bool ShowsHelp { get; private set; }

    public List<string> Scenarios { get; } = [];

    public List<string> Routers { get; } = [];

    /// <summary>Everything that is wrong with the arguments.</summary>
    public List<string> Errors { get; } = [];

    public static CommandLine Read(IEnumerable<string> arguments)
    {
        CommandLine given = new();
        Queue<string> left = new(arguments);
        int count = left.Count;
        while (left.TryDequeue(out string? option))
            given.Take(option, left);
        if (given.Real && count > 1)
            given.Errors.Add("--real: it takes no other options.");
        given.CheckRecord();
        return given;
    }

    /// <summary>Looks, before anything is run, whether what is to be read is there and what is to be written can be.</summary>
    public void CheckFiles(string trace)
    {
        if (Traces is { } traces && !File.Exists(Path.Combine(traces, trace)))
            Errors.Add($"--traces: there is no {trace} in '{traces}'.");
        CheckFolder("--report", Report);
        CheckFolder("--json", Json);
        CheckFolder("--record", Record);
    }

    /// <summary>The test runs scenarios without recorded arrivals through our router. A record for it must be made in the same way.</summary>
    private void CheckRecord()
    {
        if (Record is not null && (Traces is not null || (Routers.Count > 0 && !Routers.Contains(Contender.OursId))))
            Errors.Add($"--record: it takes no --traces, and of routers {Contender.OursId} at least.");
        if (Record is not null && Seeds < RecordedFigures.QuickSeeds)
            Errors.Add($"--record: it takes at least {RecordedFigures.QuickSeeds} seeds.");
    }

    private void CheckFolder(string option, string? file)
    {
        if (file is not null && (file.Length == 0 || !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file)))))
            Errors.Add($"{option}: the folder of '{file}' does not exist.");
    }

    private void Take(string option, Queue<string> left)
    {
        switch (option)
        {
            case "--quick": Seeds = RecordedFigures.QuickSeeds; break;
            case "--real": Real = true; break;
            case "--help" or "-h" or "-?": ShowsHelp = true; break;
            case "--seeds": Seeds = Number(option, ValueOf(option, left)); break;
            case "--traces": Traces = ValueOf(option, left); break;
            case "--report": Report = ValueOf(option, left); break;
            case "--json": Json = ValueOf(option, left); break;
            case "--figures": Figures = true; break;
            case "--record": Record = ValueOf(option, left); break;
            case "--commit": Commit = ValueOf(option, left); break;
            case "--scenario": Scenarios.Add(ValueOf(option, left)); break;
            case "--router": Routers.Add(ValueOf(option, left)); break;
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

    private int Number(string option, string value)
    {
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= 1000)
            return number;
        Errors.Add($"{option}: '{value}' is not a whole number from 1 to 1000.");
        return 1;
    }
}
