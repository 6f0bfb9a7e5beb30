using CapacityRouting.Goodput;

CommandLine given = CommandLine.Read(args);
if (given.ShowsHelp)
{
    Console.WriteLine(CommandLine.Help);
    return 0;
}

return GoodputBenchmark.Run(given);
