namespace CapacityRouting.Goodput.Rivals;

/// <summary>Sends the request to one model: for a whole answer until it is there, for a stream until its first update.</summary>
/// <typeparam name="TAnswer">A whole answer, or an opened stream: the rules of a rival are the same for both.</typeparam>
/// <param name="route">The model.</param>
/// <param name="cancellationToken">Gives the attempt up.</param>
internal delegate Task<TAnswer> RivalAttempt<TAnswer>(RivalRoute route, CancellationToken cancellationToken);
