using System.Globalization;

namespace CapacityRouting.Storm;

/// <summary>What the user asked for.</summary>
internal sealed record CommandLine
{
    public const string Help = """
        Lets a storm of faults loose on streamed calls, and looks whether each ends as it should, once, and leaves nothing behind.

          --calls <n>        so many calls in virtual time (default: 100000)
          --http <n>         so many calls over HTTP, half through each SDK (default: a tenth of the others)
          --seed <n>         what is drawn (default: 1)
          --over <what>      simulator, http or both (default: both)
          --report <file>    write the tables as Markdown
          --commit <name>    what the report says of the commit (default: what git says)
          --help             print this
        """;

    private const int MostCalls = 10_000_000;
    private const int OneOverHttp = 10;

    private int? _http;

    public int Calls { get; private set; } = 100_000;

    /// <summary>Calls over HTTP, half of them through each SDK.</summary>
    public int CallsOverHttp => _http ?? Math.Max(2, Calls / OneOverHttp);

    public int Seed { get; private set; } = 1;

    public bool OverSimulator { get; private set; } = true;

    public bool OverHttp { get; private set; } = true;

    public string? Report { get; private set; }

    public string? Commit { get; private set; }

    public bool ShowsHelp { get; private set; }

    /// <summary>Everything that is wrong with the arguments.</summary>
    public List<string> Errors { get; } = [];

    public static CommandLine Read(IEnumerable<string> arguments)
    {
        CommandLine given = new();
        Queue<string> left = new(arguments);
        while (left.TryDequeue(out string? option))
            given.Take(option, left);
        if (given.Report is { } file && (file.Length == 0 || !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file)))))
            given.Errors.Add($"--report: the folder of '{file}' does not exist.");
        return given;
    }

    private void Take(string option, Queue<string> left)
    {
        switch (option)
        {
            case "--help" or "-h" or "-?": ShowsHelp = true; break;
            case "--calls": Calls = Number(option, ValueOf(option, left), MostCalls); break;
            case "--http": _http = Math.Max(2, Number(option, ValueOf(option, left), MostCalls)); break;
            case "--seed": Seed = Number(option, ValueOf(option, left), int.MaxValue); break;
            case "--over": Over(ValueOf(option, left)); break;
            case "--report": Report = ValueOf(option, left); break;
            case "--commit": Commit = ValueOf(option, left); break;
            default: Errors.Add($"'{option}' is not an option; --help lists them."); break;
        }
    }

    private void Over(string what)
    {
        OverSimulator = what is "simulator" or "both";
        OverHttp = what is "http" or "both";
        if (!OverSimulator && !OverHttp)
            Errors.Add($"--over: '{what}' is not simulator, http or both.");
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
