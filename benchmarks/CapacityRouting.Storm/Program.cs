using CapacityRouting.Storm;

CommandLine given = CommandLine.Read(args);
if (given.ShowsHelp)
{
    Console.WriteLine(CommandLine.Help);
    return 0;
}

return await StormBenchmark.RunAsync(given);
