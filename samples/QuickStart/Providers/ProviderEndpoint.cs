using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace QuickStart.Providers;

/// <summary>What happens to one request at a provider: refused by an outage, refused by a limit, or answered.</summary>
internal sealed class ProviderEndpoint(ProviderOptions options, IWireDialect dialect, RunClock clock)
{
    private readonly TimeProvider _time = clock.Time;
    private readonly ProviderGate _gate = new(options.Limits, dialect.CountsRefusedRequests, clock.Time);
    private int _calls;

    public ProviderCounters Counters { get; } = new();

    public int PeakInFlight => _gate.PeakInFlight;

    public async Task HandleAsync(HttpContext http)
    {
        Counters.CountReceived();
        var number = Interlocked.Increment(ref _calls);
        var id = dialect.NewId(number);
        var call = await ReadAsync(http);

        if (options.Outage.Covers(clock.Elapsed))
        {
            Counters.CountRefusedByOutage();
            dialect.WriteHeaders(http.Response.Headers, id, levels: []);
            await ReplyAsync(http.Response, dialect.Unavailable(id));
            return;
        }

        var refusal = _gate.Enter(dialect.ChargeFor(call), out var slot);
        dialect.WriteHeaders(http.Response.Headers, id, _gate.ReadLevels());
        if (refusal is not null)
        {
            Counters.CountRateLimited();
            await ReplyAsync(http.Response, dialect.RateLimited(call, id, refusal));
            return;
        }

        using (slot)
        {
            await AnswerAsync(http, call, id, new Random(unchecked(options.Seed * 7919 + number)), slot!);
        }
    }

    private async Task<ModelCall> ReadAsync(HttpContext http)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        return dialect.Read(body.RootElement);
    }

    private async Task AnswerAsync(HttpContext http, ModelCall call, string id, Random random, Slot slot)
    {
        var answer = Answer.To(call, id, _time.GetUtcNow().ToUnixTimeSeconds(), random);
        _gate.ChargeLater(Dimension.InputTokens, answer.InputTokens - call.EstimatedInputTokens);
        await Task.Delay(options.Latency.UntilFirstToken(random), _time, http.RequestAborted);

        await (call.Stream ? StreamAsync(http, answer, slot) : SendWholeAsync(http, answer, slot));
    }

    private async Task SendWholeAsync(HttpContext http, Answer answer, Slot slot)
    {
        await Task.Delay(options.Latency.ToGenerate(answer.OutputTokens), _time, http.RequestAborted);
        _gate.ChargeLater(Dimension.OutputTokens, answer.OutputTokens);

        Finish(slot);
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(dialect.Body(answer), http.RequestAborted);
    }

    private async Task StreamAsync(HttpContext http, Answer answer, Slot slot)
    {
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        await SendAsync(http, dialect.OpeningEvents(answer));
        foreach (var piece in answer.Pieces)
        {
            await Task.Delay(options.Latency.ToGenerate(piece.Tokens), _time, http.RequestAborted);
            _gate.ChargeLater(Dimension.OutputTokens, piece.Tokens);
            await SendAsync(http, dialect.PieceEvent(answer, piece));
        }

        Finish(slot);
        await SendAsync(http, dialect.ClosingEvents(answer));
    }

    /// <summary>Runs before the last byte is sent, so that a client that has its answer never finds its own slot still taken.</summary>
    private void Finish(Slot slot)
    {
        Counters.CountServed();
        slot.Dispose();
    }

    private static async Task SendAsync(HttpContext http, string events)
    {
        await http.Response.WriteAsync(events, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    private static Task ReplyAsync(HttpResponse response, ErrorReply reply)
    {
        response.StatusCode = reply.Status;
        response.ContentType = "application/json";
        foreach (var (name, value) in reply.Headers)
            response.Headers[name] = value;

        return response.WriteAsync(reply.Body, response.HttpContext.RequestAborted);
    }
}
