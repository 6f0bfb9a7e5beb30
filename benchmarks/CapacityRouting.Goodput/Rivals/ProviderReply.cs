using System.Globalization;
using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Rivals;

/// <summary>What a failure says of the reply that a provider gave: a rival has no more than that to go by.</summary>
internal static class ProviderReply
{
    private const int TooManyRequests = 429;

    /// <summary>The status of the reply; null when the connection broke, or there was none.</summary>
    public static int? Status(Exception failure) => failure is HttpRequestException { StatusCode: { } status } ? (int)status : null;

    public static bool IsRateLimit(Exception failure) => Status(failure) == TooManyRequests;

    /// <summary>Whether there was no reply, or it ended too early.</summary>
    public static bool IsConnectionFailure(Exception failure) => failure is HttpRequestException { StatusCode: null } or IOException;

    /// <summary>The wait in the Retry-After header, as seconds or as a date; null when there is none that can be read.</summary>
    public static TimeSpan? RetryAfter(Exception failure, TimeProvider time)
    {
        if (Seconds(failure, "Retry-After") is { } stated)
            return stated;
        return DateTimeOffset.TryParse(Header(failure, "Retry-After"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date)
            ? date - time.GetUtcNow()
            : null;
    }

    /// <summary>A header that is a whole number of seconds; null when it is absent or anything else.</summary>
    public static TimeSpan? Seconds(Exception failure, string header) =>
        int.TryParse(Header(failure, header), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int seconds) ? TimeSpan.FromSeconds(seconds) : null;

    private static string? Header(Exception failure, string name) => (failure as SimulatedProviderException)?.Headers.GetValueOrDefault(name);
}
