namespace QuickStart.Providers;

/// <summary>An error as it goes over the wire.</summary>
internal sealed record ErrorReply(int Status, string Body)
{
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
