namespace CapacityRouting.Attempts;

/// <summary>One call of <see cref="Microsoft.Extensions.AI.IChatClient.GetStreamingResponseAsync"/>, up to its commit.</summary>
internal static class StreamAttempt
{
    public static readonly Attempt<RoutedStream> Run = static (in AttemptStart start) => new RoutedStream(start).PrimeAsync();
}
