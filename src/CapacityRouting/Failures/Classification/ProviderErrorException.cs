using CapacityRouting.Abstractions;

namespace CapacityRouting;

/// <summary>
/// A provider answered with an error inside of a success, and its SDK passed that on as an answer without content. The message has the provider's words,
/// on one line and at most 500 characters of them.
/// </summary>
/// <remarks>
/// Its own properties are immutable, and so safe to share. Where the request is at fault, this exception reaches the caller. Where the route is at fault, it is the inner one of a <see cref="NoRouteAvailableException"/>.
/// </remarks>
public sealed class ProviderErrorException : Exception
{
    internal ProviderErrorException(string route, FailureKind kind, string? said)
        : base($"Route '{route}': the provider answered with an error that its SDK did not report ({kind}): {ProviderText.Message(said)}")
    {
        Route = route;
        Kind = kind;
    }

    /// <summary>The route whose provider gave the error.</summary>
    public string Route { get; }

    /// <summary>The failure's kind.</summary>
    public FailureKind Kind { get; }
}
