using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance.Faults;

/// <summary>What one call of a model does.</summary>
internal static class Behaviour
{
    /// <summary>Said by a model whose answer goes on in the background.</summary>
    public const string Begun = "begun";

    /// <summary>A word at which a stream breaks off.</summary>
    public const string Break = "!";

    public static ResponseContinuationToken Token() => Own.Token();

    public static UsageDetails Usage() => new() { InputTokenCount = 10, OutputTokenCount = 3, TotalTokenCount = 13 };

    public static Func<CancellationToken, Task<string?>> Says(string text) => _ => Task.FromResult<string?>(text);

    public static Func<CancellationToken, Task<string?>> Fails(int status, string? retryAfter = null) => _ => Task.FromException<string?>(TestClient.Http(status, retryAfter));

    /// <summary>Answers when the test says so, and heeds its token.</summary>
    public static Func<CancellationToken, Task<string?>> Holds(TaskCompletionSource<string?> answer) => async token =>
    {
        using CancellationTokenRegistration cancelled = token.Register(() => answer.TrySetCanceled(token));
        return await answer.Task.ConfigureAwait(false);
    };
}
