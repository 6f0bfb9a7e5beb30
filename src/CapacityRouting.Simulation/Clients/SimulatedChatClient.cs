using System.Runtime.CompilerServices;
using CapacityRouting.Simulation.Providers;
using CapacityRouting.Simulation.Wire;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Simulation;

/// <summary>Calls a simulated provider without a network. It reports the response to the router, as <see cref="CapacityObserver"/> does.</summary>
internal sealed class SimulatedChatClient : IChatClient
{
    private const int CharactersPerToken = 4;
    private const int Success = 200;

    private readonly SimulatedProvider _provider;

    public SimulatedChatClient(SimulatedProvider provider)
    {
        _provider = provider;
        AttemptObservation.Enable();
    }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        AttemptObservation? observation = Sending();
        using Reception reception = Receive(messages, options, isStream: false);
        AnswerPlan plan = await AdmittedAsync(reception, observation, cancellationToken).ConfigureAwait(false);
        await DelayAsync(plan.UntilFirstToken, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < plan.WholePieces; i++)
            await WriteAsync(reception, plan, i, cancellationToken).ConfigureAwait(false);
        if (plan.Breaks is not null)
            throw await BrokenAsync(reception, plan, observation, cancellationToken).ConfigureAwait(false);
        reception.End(plan.End);
        observation?.Received(new(Success, reception.Headers));
        List<AIContent> contents = plan.Pieces.Length == 0 ? [] : [new TextContent(new string('w', (int)reception.OutputTokens * CharactersPerToken))];
        return new(new ChatMessage(ChatRole.Assistant, contents)) { ResponseId = reception.Id, FinishReason = ChatFinishReason.Stop, Usage = UsageOf(reception) };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        AttemptObservation? observation = Sending();
        using Reception reception = Receive(messages, options, isStream: true);
        AnswerPlan plan = await AdmittedAsync(reception, observation, cancellationToken).ConfigureAwait(false);
        await DelayAsync(plan.UntilFirstToken, cancellationToken).ConfigureAwait(false);
        if (plan.IsHung)
            throw await BrokenAsync(reception, plan, observation, cancellationToken).ConfigureAwait(false);
        observation?.Received(new(Success, reception.Headers));
        yield return Update(reception);
        for (int i = 0; i < plan.WholePieces; i++)
        {
            await WriteAsync(reception, plan, i, cancellationToken).ConfigureAwait(false);
            yield return Update(reception, new TextContent(new string('w', plan.Pieces[i] * CharactersPerToken)));
        }

        if (plan.IsCut)
            throw await BrokenAsync(reception, plan, observation, cancellationToken).ConfigureAwait(false);
        reception.End(plan.End);
        if (plan.Breaks is not null)
        {
            yield return Update(reception, ErrorInStream(reception));
            yield break;
        }

        ChatResponseUpdate last = Update(reception, new UsageContent(UsageOf(reception)));
        last.FinishReason = ChatFinishReason.Stop;
        yield return last;
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata(_provider.Dialect.ProviderName)
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose()
    {
        // The client owns nothing.
    }

    private static UsageDetails UsageOf(Reception reception) => new()
    {
        InputTokenCount = reception.InputTokens,
        OutputTokenCount = reception.OutputTokens,
        TotalTokenCount = reception.InputTokens + reception.OutputTokens,
    };

    private static ChatResponseUpdate Update(Reception reception, params AIContent[] contents) =>
        new(ChatRole.Assistant, contents) { ResponseId = reception.Id, MessageId = reception.Id };

    private AttemptObservation? Sending()
    {
        AttemptObservation? observation = AttemptObservation.Current;
        observation?.Sending(this);
        return observation;
    }

    private Reception Receive(IEnumerable<ChatMessage> messages, ChatOptions? options, bool isStream)
    {
        string? opening = null;
        int characters = options?.Instructions?.Length ?? 0;
        foreach (ChatMessage message in messages)
            foreach (AIContent content in message.Contents)
                if (content is TextContent { Text: { } text })
                {
                    opening ??= text;
                    characters += text.Length;
                }

        Random random = _provider.NextRandom();
        ProviderRequest request = PromptReader.Read(options?.ModelId ?? _provider.Settings.Name, isStream, opening ?? "", characters, options?.MaxOutputTokens, random);
        return _provider.Receive(request, random);
    }

    private async ValueTask<AnswerPlan> AdmittedAsync(Reception reception, AttemptObservation? observation, CancellationToken cancellationToken)
    {
        if (reception.Error is not { } error)
            return reception.Plan!;
        await DelayAsync(_provider.Settings.Latency.Refusal, cancellationToken).ConfigureAwait(false);
        throw error == ErrorReply.Reset ? Disconnected(observation) : Refused(error, reception, observation);
    }

    private async ValueTask WriteAsync(Reception reception, AnswerPlan plan, int piece, CancellationToken cancellationToken)
    {
        await DelayAsync(plan.PerToken * plan.Pieces[piece], cancellationToken).ConfigureAwait(false);
        reception.Written(plan.Pieces[piece]);
    }

    /// <summary>The exception with which a planned answer ends, after its silence.</summary>
    private async ValueTask<Exception> BrokenAsync(Reception reception, AnswerPlan plan, AttemptObservation? observation, CancellationToken cancellationToken)
    {
        await DelayAsync(plan.Silence, cancellationToken).ConfigureAwait(false);
        reception.End(VisitEnd.Broken);
        if (plan.IsHung)
            return Disconnected(observation);
        if (!plan.IsCut)
            return Refused(_provider.Dialect.Broken(reception.Id), reception, observation);
        observation?.Failed();
        return Ended();
    }

    private ErrorContent ErrorInStream(Reception reception)
    {
        (string message, string type) = ErrorBody.Read(_provider.Dialect.Broken(reception.Id).Body);
        return new(message) { ErrorCode = type };
    }

    private static SimulatedProviderException Refused(ErrorReply error, Reception reception, AttemptObservation? observation)
    {
        observation?.Received(new(error.Status, reception.Headers, error.Body));
        return new(error.Status, reception.Headers, error.Body);
    }

    /// <summary>No response has come, and none will.</summary>
    private static HttpRequestException Disconnected(AttemptObservation? observation)
    {
        observation?.Failed();
        return new HttpRequestException(HttpRequestError.ResponseEnded, "An error occurred while sending the request.", Ended());
    }

    private static HttpIOException Ended() => new(HttpRequestError.ResponseEnded, "The response ended prematurely.");

    private Task DelayAsync(TimeSpan span, CancellationToken cancellationToken) => InlineDelay.For(span, _provider.Clock.Time, cancellationToken);
}
