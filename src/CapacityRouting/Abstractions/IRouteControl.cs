namespace CapacityRouting;

/// <summary>Takes routes out of service by hand and puts them back. Get it with <c>client.GetService&lt;IRouteControl&gt;()</c>.</summary>
/// <remarks>Thread-safe. Calls under way are not disturbed.</remarks>
public interface IRouteControl
{
    /// <summary>Isolates a route: it gets no call until it is restored.</summary>
    /// <param name="route">The route's name.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="ArgumentException">There is no route of this name.</exception>
    Task IsolateAsync(string route, CancellationToken cancellationToken = default);

    /// <summary>Puts a route back in service, and closes its circuit if that was open.</summary>
    /// <param name="route">The route's name.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="ArgumentException">There is no route of this name.</exception>
    Task RestoreAsync(string route, CancellationToken cancellationToken = default);
}
