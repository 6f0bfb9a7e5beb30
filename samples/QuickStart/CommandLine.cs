using System.Globalization;

namespace QuickStart;

/// <summary>Reads the arguments, and tells of everything that is wrong with them at once.</summary>
internal static class CommandLine
{
    private const string Help = """
        Sends calls through three routes, one of which fails for a while, and shows where they go.

          --calls <n>   how many calls to send, 1 to 100000 (default 300; 20 with --live)
          --rate <n>    calls a second, up to 500 (default 20; 2 with --live)
          --seed <n>    another seed gives other prompts, arrivals and latencies (default 1)
          --json        print one JSON line with the figures, and nothing else
          --live        call the real services: needs OPENAI_API_KEY, ANTHROPIC_API_KEY or both, and costs money
          --help        print this

        Without --live, the services are simulated inside this process, over real HTTP on 127.0.0.1.
        The exit code is 0 when every call was served, 1 when one failed and 2 when the arguments are wrong.
        """;

    private const int MaxCalls = 100_000;
    private const double MaxRate = 500;

    /// <summary>Reads the arguments, or tells the user why there is nothing to run.</summary>
    public static bool TryRead(string[] args, out Settings settings, out int exitCode)
    {
        List<string> errors = [];
        settings = Parse(args, errors);
        if (settings is { Live: true, Help: false } && !ApiKeys.FromEnvironment().Any)
            errors.Add($"--live: neither {ApiKeys.OpenAIVariable} nor {ApiKeys.AnthropicVariable} is set; the real services need a key.");

        exitCode = errors.Count > 0 ? 2 : 0;
        foreach (var error in errors)
            Console.Error.WriteLine(error);
        if (settings.Help && exitCode == 0)
            Console.WriteLine(Help);
        return exitCode == 0 && !settings.Help;
    }

    private static Settings Parse(string[] args, ICollection<string> errors)
    {
        var given = new Settings();
        for (var i = 0; i < args.Length; i++)
        {
            given = args[i] switch
            {
                "--json" => given with { Json = true },
                "--live" => given with { Live = true },
                "--help" or "-h" or "-?" => given with { Help = true },
                "--calls" => given with { Calls = Whole(args, ref i, 1, MaxCalls, errors) },
                "--seed" => given with { Seed = Whole(args, ref i, int.MinValue, int.MaxValue, errors) },
                "--rate" => given with { Rate = Rate(args, ref i, errors) },
                var unknown => Unknown(given, unknown, errors),
            };
        }

        return given;
    }

    private static int Whole(string[] args, ref int i, int min, int max, ICollection<string> errors)
    {
        var option = args[i];
        if (ValueOf(args, ref i, errors) is not { } value)
            return min;

        if (!int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || number < min || number > max)
            errors.Add($"{option}: '{value}' is not a whole number from {min} to {max}.");

        return number;
    }

    private static double Rate(string[] args, ref int i, ICollection<string> errors)
    {
        var option = args[i];
        if (ValueOf(args, ref i, errors) is not { } value)
            return MaxRate;

        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) || rate is not (> 0 and <= MaxRate))
            errors.Add($"{option}: '{value}' is not a number above 0 and up to {MaxRate}.");

        return rate;
    }

    private static string? ValueOf(string[] args, ref int i, ICollection<string> errors)
    {
        if (i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal))
            return args[++i];

        errors.Add($"{args[i]}: a value is missing.");
        return null;
    }

    private static Settings Unknown(Settings given, string option, ICollection<string> errors)
    {
        errors.Add($"'{option}' is not an option; --help lists them.");
        return given;
    }
}
