namespace CapacityRouting.Pipeline;

/// <summary>The library's own errors, where a client gave no exception. Each names the route.</summary>
internal static class AttemptErrors
{
    public static Exception NullTask(string route) =>
        new InvalidOperationException($"Route '{route}': the client returned null instead of a task.");

    public static Exception NullResponse(string route) =>
        new InvalidOperationException($"Route '{route}': the client returned null instead of a ChatResponse.");

    public static Exception NullStream(string route) =>
        new InvalidOperationException($"Route '{route}': the client returned null instead of a stream.");

    public static Exception NullUpdate(string route) =>
        new InvalidOperationException($"Route '{route}': the client yielded a null update.");

    /// <summary>The failure of an answer that throws while it is read: client objects run code of their own.</summary>
    public static RouteFailure Unreadable(Exception thrown) => new() { Kind = FailureKind.ServerError, Message = thrown.Message, Exception = thrown };

    public static string NothingButUpdates(string route) => $"Route '{route}': the stream brought more before any content than is held back.";

    public static string NotContinued(string route) => $"Route '{route}': the model was asked to go on with an answer that had broken off, and did not go on from its last words.";

    public static Exception Truncated(string route) =>
        new HttpIOException(HttpRequestError.ResponseEnded, $"Route '{route}': the stream ended without the finish reason that this route always gives.");

    /// <param name="route">The route.</param>
    /// <param name="reason">Which time limit ran out, and how long it was.</param>
    public static Exception TimedOut(string route, string reason) => new TimeoutException($"Route '{route}': {reason}.");
}
