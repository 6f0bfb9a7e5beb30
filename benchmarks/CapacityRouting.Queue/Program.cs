using CapacityRouting.Queue;
using CapacityRouting.Queue.Contenders;

CommandLine given = CommandLine.Read(args);
if (given.ShowsHelp)
{
    Console.WriteLine(CommandLine.Help);
    return 0;
}

return given.Serves ? await Server.RunAsync(given.Settings) : await QueueBenchmark.RunAsync(given);
