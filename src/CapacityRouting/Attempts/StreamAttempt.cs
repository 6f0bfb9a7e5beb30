namespace CapacityRouting.Attempts;

/// <summary>One call of <see cref="Microsoft.Extensions.AI.IChatClient.GetStreamingResponseAsync"/>, up to its commit.</summary>
internal static class StreamAttempt
{
    public static readonly Func<AttemptStart, ValueTask<AttemptOutcome<RoutedStream>>> Run =
        static start => new RoutedStream(start).PrimeAsync();
}
