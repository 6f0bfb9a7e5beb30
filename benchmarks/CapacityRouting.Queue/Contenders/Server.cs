using System.Text.Json;
using CapacityRouting.Queue.Running;

namespace CapacityRouting.Queue.Contenders;

/// <summary>The loop of a child process: a request comes in on each line, and a reply goes out for it.</summary>
internal static class Server
{
    public static async Task<int> RunAsync(BenchmarkSettings settings)
    {
        Worker worker = new(settings);
        while (await Console.In.ReadLineAsync() is { Length: > 0 } line)
        {
            Reply reply = await worker.AskAsync(JsonSerializer.Deserialize<Request>(line)!);
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(reply));
            await Console.Out.FlushAsync();
        }

        return 0;
    }
}
