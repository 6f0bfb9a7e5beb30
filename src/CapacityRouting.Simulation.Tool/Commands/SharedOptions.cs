using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace CapacityRouting.Simulation.Tool.Commands;

/// <summary>The options that both commands have.</summary>
internal sealed class SharedOptions
{
    private readonly Option<string> _workload = new("--workload")
    {
        Description = "The traffic: a CSV file with offset_s, input_tokens and output_tokens, or the same packed (.gz).",
        Required = true,
        HelpName = "file",
    };

    private readonly Option<string?> _report = new("--report") { Description = "Write an HTML report with plots there. It opens offline.", HelpName = "file" };
    private readonly Option<string?> _json = new("--json") { Description = "Write all figures there, for programs.", HelpName = "file" };

    private readonly Option<int> _seed = new("--seed")
    {
        Description = "Decides what is left to chance. The same seed gives the same run.",
        HelpName = "number",
        DefaultValueFactory = _ => 1,
        CustomParser = Seed,
    };

    private readonly Option<double> _speed = new("--speed")
    {
        Description = "Make the traffic so many times as dense: 2 is twice the calls a minute.",
        HelpName = "factor",
        DefaultValueFactory = _ => 1,
        CustomParser = Speed,
    };

    public SharedOptions()
    {
        FileArguments.MustExist(_workload);
        FileArguments.MustBeWritable(_report);
        FileArguments.MustBeWritable(_json);
    }

    public void AddTo(Command command)
    {
        command.Add(_workload);
        command.Add(_report);
        command.Add(_json);
        command.Add(_seed);
        command.Add(_speed);
    }

    public RunRequest Read(ParseResult parsed, params IReadOnlyList<string> routes) => new()
    {
        Routes = routes,
        Workload = parsed.GetRequiredValue(_workload),
        Report = parsed.GetValue(_report),
        Json = parsed.GetValue(_json),
        Seed = parsed.GetValue(_seed),
        Speed = parsed.GetValue(_speed),
    };

    private static int Seed(ArgumentResult result)
    {
        string given = result.Tokens[0].Value;
        if (!int.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int seed))
            result.AddError($"--seed: '{given}' is not a whole number.");
        return seed;
    }

    private static double Speed(ArgumentResult result)
    {
        string given = result.Tokens[0].Value;
        if (!double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out double speed) || speed is not (>= 0.001 and <= 1000))
            result.AddError($"--speed: '{given}' is not a number from 0.001 to 1000.");
        return speed;
    }
}
