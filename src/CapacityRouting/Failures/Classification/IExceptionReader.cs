namespace CapacityRouting;

/// <summary>
/// Reads the response out of an SDK's exception. It serves clients that have no <see cref="CapacityObserver"/> under them; the packages
/// CapacityRouting.OpenAI, CapacityRouting.Anthropic and CapacityRouting.Azure bring one for their SDK.
/// </summary>
/// <remarks>Called from many threads at once, with an exception and then with its inner ones. If it throws, that is logged and nothing was read.</remarks>
public interface IExceptionReader
{
    /// <summary>Reads one exception.</summary>
    /// <param name="exception">What the client threw, or an inner exception of it.</param>
    /// <returns>What it says of the provider's response; null when it is not an exception of this reader's SDK, or says nothing.</returns>
    ObservedResponse? Read(Exception exception);
}
