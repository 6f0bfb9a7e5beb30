using System.Net;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Simulation;

/// <summary>Sends each call at its time, whether or not earlier ones have ended. Real users don't wait for one another.</summary>
internal sealed class CallSender(IChatClient router, RunClock clock, RunSettings settings)
{
    private const HttpStatusCode Overloaded = (HttpStatusCode)529;

    private readonly Random _lengths = new(Seeds.ForLengths(settings.Seed));
    private readonly RunThread _thread = RunThread.Of(clock.Time);

    public async Task SendAllAsync(IReadOnlyList<CallRecord> calls)
    {
        List<Task> underWay = new(calls.Count);
        foreach (CallRecord call in calls)
        {
            await clock.UntilAsync(call.Call.At).ConfigureAwait(false);
            _thread.ThrowIfLeft();
            underWay.Add(SendAsync(call, CharactersPerToken()));
        }

        await Task.WhenAll(underWay).ConfigureAwait(false);
        _thread.ThrowIfLeft();
    }

    private async Task SendAsync(CallRecord call, double charactersPerToken)
    {
        call.SentAt = clock.Elapsed;
        ChatMessage[] messages = CallRequest.MessagesOf(call, charactersPerToken);
        ChatOptions options = CallRequest.OptionsOf(call.Call);
        try
        {
            if (call.IsStream)
                await StreamAsync(call, messages, options).ConfigureAwait(false);
            else
                Report(call, await router.GetResponseAsync(messages, options).ConfigureAwait(false));
            End(call, CallOutcome.Served);
        }
        catch (Exception thrown)
        {
            call.Error = thrown.GetType().Name;
            End(call, IsRefusal(thrown) ? CallOutcome.Refused : CallOutcome.Failed);
        }
    }

    private async Task StreamAsync(CallRecord call, ChatMessage[] messages, ChatOptions options)
    {
        List<ChatResponseUpdate> updates = [];
        await foreach (ChatResponseUpdate update in router.GetStreamingResponseAsync(messages, options).ConfigureAwait(false))
        {
            if (update.Contents.Any(content => content is TextContent { Text.Length: > 0 }))
                call.FirstContentAt ??= clock.Elapsed;
            updates.Add(update);
        }

        Report(call, updates.ToChatResponse());
    }

    /// <summary>A success without content counts as a failure, and so does one that ends in an error.</summary>
    private static void Report(CallRecord call, ChatResponse response)
    {
        if (response.Text.Length == 0 || response.Messages.Any(message => message.Contents.Any(content => content is ErrorContent)))
            throw new InvalidDataException("The answer is empty or ends in an error.");
        call.ActualTokens = response.Usage?.TotalTokenCount;
        call.EstimatedTokens = response.GetRoutingReport()?.EstimatedTokens;
    }

    private void End(CallRecord call, CallOutcome outcome)
    {
        _thread.Look();
        call.Outcome = outcome;
        call.Outcomes++;
        call.EndedAt = clock.Elapsed;
        if (outcome == CallOutcome.Served)
            call.FirstContentAt ??= call.EndedAt;
    }

    private static bool IsRefusal(Exception thrown) => thrown switch
    {
        // Every route was asked, and the last one failed for another reason: that is no lack of capacity.
        NoRouteAvailableException { Excluded.Count: 0, Attempts: [.., { Failure.Kind: var kind }] } =>
            kind is FailureKind.RateLimited or FailureKind.QuotaExhausted or FailureKind.Overloaded,
        NoRouteAvailableException => true,
        HttpRequestException { StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or Overloaded } => true,
        _ => false,
    };

    /// <summary>A random value around the mean, but never so small that no text is left.</summary>
    private double CharactersPerToken()
    {
        double normal = Math.Sqrt(-2 * Math.Log(1 - _lengths.NextDouble())) * Math.Cos(2 * Math.PI * _lengths.NextDouble());
        return settings.CharactersPerToken * Math.Max(0.25, 1 + (settings.CharactersSpread * normal));
    }
}
