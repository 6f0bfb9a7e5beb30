namespace CapacityRouting;

/// <summary>
/// Reads the provider's response from an SDK's exception. It serves clients that have no <see cref="CapacityObserver"/> under them. The packages
/// CapacityRouting.OpenAI, CapacityRouting.Anthropic and CapacityRouting.Azure bring one for their SDK.
/// </summary>
/// <remarks>Called from many threads at once: first with an exception, then with its inner ones. An exception that it throws is logged and counts as null.</remarks>
public interface IExceptionReader
{
    /// <summary>Reads one exception.</summary>
    /// <param name="exception">The exception that the client threw, or an inner exception of it.</param>
    /// <returns>The provider's response. Null when the exception is not of this reader's SDK, or carries no response.</returns>
    ObservedResponse? Read(Exception exception);
}
