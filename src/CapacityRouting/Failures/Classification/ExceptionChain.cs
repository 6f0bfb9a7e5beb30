namespace CapacityRouting.Failures.Classification;

/// <summary>An exception and what lies behind it, the outermost first; of an aggregate, the last that happened.</summary>
internal static class ExceptionChain
{
    // Deeper than any SDK wraps.
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

    /// <summary>The first that is no mere collection of others.</summary>
    public static Exception CauseOf(Exception exception) => Of(exception).FirstOrDefault(link => link is not AggregateException) ?? exception;
}
