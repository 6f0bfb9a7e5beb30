using CapacityRouting.Goodput;
using CapacityRouting.Goodput.RealRun;

CommandLine given = CommandLine.Read(args);
if (given.ShowsHelp)
{
    Console.WriteLine(CommandLine.Help);
    return 0;
}

return given.Real && given.Errors.Count == 0 ? await RealRunCommand.RunAsync(Console.Out) : GoodputBenchmark.Run(given);
