namespace CapacityRouting;

/// <summary>
/// A provider's error inside a success that its SDK passed on as an answer without content. The provider's error text is in the message,
/// on one line and at most 500 characters of it.
/// </summary>
/// <remarks>A request fault reaches the caller as this exception. For a failure of the route it is the inner exception of a <see cref="NoRouteAvailableException"/>.</remarks>
public sealed class ProviderErrorException : Exception
{
    private const int LongestText = 500;

    internal ProviderErrorException(string route, FailureKind kind, string? said)
        : base($"Route '{route}': the provider answered with an error that its SDK did not report ({kind}): {OneLine(said)}")
    {
        Route = route;
        Kind = kind;
    }

    /// <summary>The name of the route whose provider sent the error.</summary>
    public string Route { get; }

    /// <summary>The failure's kind.</summary>
    public FailureKind Kind { get; }

    private static string OneLine(string? said)
    {
        string text = said ?? string.Empty;
        return string.Create(Math.Min(text.Length, LongestText), text, static (line, text) =>
        {
            for (int i = 0; i < line.Length; i++)
                line[i] = char.IsControl(text[i]) ? ' ' : text[i];
        });
    }
}
