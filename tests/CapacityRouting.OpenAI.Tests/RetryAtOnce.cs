using System.ClientModel.Primitives;

namespace CapacityRouting.Tests;

/// <summary>The SDK's own retries without their pauses.</summary>
internal sealed class RetryAtOnce(int times) : ClientRetryPolicy(times)
{
    protected override void Wait(TimeSpan time, CancellationToken cancellationToken)
    {
    }

    protected override Task WaitAsync(TimeSpan time, CancellationToken cancellationToken) => Task.CompletedTask;
}
