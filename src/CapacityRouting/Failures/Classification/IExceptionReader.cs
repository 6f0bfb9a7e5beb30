namespace CapacityRouting;

/// <summary>
/// Reads the response out of an SDK's exception, for clients without a <see cref="CapacityObserver"/> under them. The packages
/// CapacityRouting.OpenAI, CapacityRouting.Anthropic and CapacityRouting.Azure have one for their SDK.
/// </summary>
/// <remarks>
/// Implementations must be thread-safe. The router calls it with an exception, and then with its inner ones. What it throws is logged, and
/// counts as nothing read.
/// </remarks>
public interface IExceptionReader
{
    /// <summary>Reads one exception.</summary>
    /// <param name="exception">The exception that the client threw, or an inner exception of it.</param>
    /// <returns>The provider's response. Null for an exception of another SDK, or one without a response.</returns>
    ObservedResponse? Read(Exception exception);
}
