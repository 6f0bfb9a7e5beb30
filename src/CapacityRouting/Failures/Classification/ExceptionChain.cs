namespace CapacityRouting.Failures.Classification;

/// <summary>An exception and its inner exceptions, the outermost first. An aggregate contributes its last exception.</summary>
internal static class ExceptionChain
{
    // No SDK wraps exceptions deeper.
    private const int Deepest = 8;

    public static IEnumerable<Exception> Of(Exception exception)
    {
        Exception? link = exception;
        for (int depth = 0; link is not null && depth < Deepest; depth++)
        {
            yield return link;
            link = link is AggregateException { InnerExceptions: [.., var last] } ? last : link.InnerException;
        }
    }

    /// <summary>The first exception that is not an aggregate.</summary>
    public static Exception CauseOf(Exception exception) => Of(exception).FirstOrDefault(link => link is not AggregateException) ?? exception;
}
