using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Tools;

/// <summary>The one question that tests ask, both ways.</summary>
internal static class Ask
{
    public static IReadOnlyList<ChatMessage> Question { get; } = [new(ChatRole.User, "What is the answer?")];

    /// <summary>Calls either method, so that one test holds for both. A stream comes back as the response its updates make. It ends where its call ends, and not on some other thread a little later.</summary>
    public static async Task<ChatResponse> AskAsync(
        this IChatClient client, bool streaming, ChatOptions? options = null, IEnumerable<ChatMessage>? messages = null, CancellationToken token = default) =>
        streaming
            ? await client.GetStreamingResponseAsync(messages ?? Question, options, token).ToChatResponseAsync(token).ConfigureAwait(false)
            : await client.GetResponseAsync(messages ?? Question, options, token).ConfigureAwait(false);

    public static ICapacityMonitor Monitor(this IChatClient client) => client.GetService<ICapacityMonitor>()!;

    public static RouteSnapshot Route(this IChatClient client, string name) =>
        client.Monitor().GetSnapshot().Routes.Single(route => route.Name == name);
}
