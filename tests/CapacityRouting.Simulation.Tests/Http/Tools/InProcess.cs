using Microsoft.Extensions.AI;

namespace CapacityRouting.Simulation.Tests.Http.Tools;

/// <summary>A provider without a network, and what its client tells of it. Each request goes through a router of its own, which knows nothing of those before.</summary>
internal sealed class InProcess(ProviderSettings settings, TimeProvider time)
{
    public SimulatedProvider Provider { get; } = Simulated.Provider(settings, time);

    public async Task<Seen> SendAsync(Ask ask)
    {
        Recorder recorder = new(Provider.AsChatClient());
        using CapacityAwareChatClient router = new([new ModelRoute("it", recorder)], new() { MaxWait = TimeSpan.Zero }, time);
        ChatMessage[] messages = [new(ChatRole.User, ask.Prompt)];
        ChatOptions options = new() { MaxOutputTokens = ask.MaxTokens };
        try
        {
            ChatResponse response = ask.IsStream
                ? await router.GetStreamingResponseAsync(messages, options).ToChatResponseAsync()
                : await router.GetResponseAsync(messages, options);
            return recorder.Seen(response);
        }
        catch (Exception)
        {
            return recorder.Seen(null);
        }
    }

    /// <summary>Keeps what the client told the router of the wire.</summary>
    private sealed class Recorder(IChatClient client) : DelegatingChatClient(client)
    {
        private AttemptObservation? _observation;

        public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            _observation = AttemptObservation.Current;
            return base.GetResponseAsync(messages, options, cancellationToken);
        }

        public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            _observation = AttemptObservation.Current;
            return base.GetStreamingResponseAsync(messages, options, cancellationToken);
        }

        public Seen Seen(ChatResponse? response)
        {
            ObservedResponse told = _observation!.Response!;
            return new(told.StatusCode!.Value, told.Headers, told.Body, response is null ? [] : [response.Text], response?.Usage?.InputTokenCount, response?.Usage?.OutputTokenCount);
        }
    }
}
