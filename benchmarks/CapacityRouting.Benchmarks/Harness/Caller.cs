using CapacityRouting.Benchmarks.Stubs;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Benchmarks.Harness;

/// <summary>Makes calls one after the other. Every client measured here ends its call before it returns, so that nothing is waited for.</summary>
internal static class Caller
{
    public static void Call(IChatClient client, int times)
    {
        for (int i = 0; i < times; i++)
            Call(client);
    }

    public static ChatResponse Call(IChatClient client)
    {
        Task<ChatResponse> call = client.GetResponseAsync(Workload.Messages);
        return call.IsCompletedSuccessfully ? call.Result : throw new InvalidOperationException("The call must succeed at once.", call.Exception);
    }
}
