namespace CapacityRouting.Wire;

internal static class EmbeddedError
{
    public static string? In(string body) => body.Contains("\"error\"", StringComparison.Ordinal) ? body : null;
}
