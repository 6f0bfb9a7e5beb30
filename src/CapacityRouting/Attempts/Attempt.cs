namespace CapacityRouting.Attempts;

/// <summary>Calls one route once, for a stream or a whole response.</summary>
internal delegate ValueTask<AttemptOutcome<TResult>> Attempt<TResult>(in AttemptStart start)
    where TResult : class;
