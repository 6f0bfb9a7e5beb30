using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CapacityRouting.Moves.Servers;

/// <summary>
/// A model service on a loopback address that refuses what the real one refuses, in its words. It answers by what a request says, and not by a script: so any maker can take over any turn. It
/// remembers what it has issued, as the account of a provider does.
/// </summary>
internal abstract class StrictServer : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly ConcurrentQueue<string> _refusals = new();
    private readonly ConcurrentQueue<string> _bodies = new();
    private readonly ConcurrentDictionary<string, bool> _issued = new(StringComparer.Ordinal);
    private int _issues;
    private int _returned;

    protected StrictServer()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _web = builder.Build();
        _web.Urls.Add("http://127.0.0.1:0");
        _web.MapPost("/{**path}", ServeAsync);
    }

    public abstract string Maker { get; }

    public Uri Address => new(_web.Urls.Single());

    /// <summary>What it refused, in its own words.</summary>
    public IReadOnlyCollection<string> Refusals => _refusals;

    /// <summary>The bodies of all requests.</summary>
    public IReadOnlyCollection<string> Bodies => _bodies;

    /// <summary>How many of the things that it issued (signatures, encrypted reasoning, items) came back to it.</summary>
    public int Returned => Volatile.Read(ref _returned);

    /// <summary>How many answers it gives before it is out of service for good.</summary>
    public int AnswersLeft { get; set; } = int.MaxValue;

    public Task StartAsync() => _web.StartAsync();

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    /// <summary>The name by which the last request offers the tool: frameworks put one of their own before it.</summary>
    protected string Tool { get; private set; } = "weather";

    /// <summary>Reads a request.</summary>
    /// <exception cref="RefusedException">The real service refuses it.</exception>
    protected abstract Conversation Read(JsonObject request);

    /// <summary>Writes an answer whole.</summary>
    protected abstract JsonObject Whole(Answer answer);

    /// <summary>Writes an answer in pieces.</summary>
    protected abstract IEnumerable<string> Pieces(Answer answer);

    protected abstract JsonObject Error(RefusedException refusal);

    protected virtual string ContentTypeOfPieces => "text/event-stream";

    protected virtual bool IsStream(JsonObject request) => request["stream"]?.GetValue<bool>() is true;

    /// <summary>Makes an id or a signature that only this server knows.</summary>
    protected string Issue(string prefix)
    {
        string issued = $"{prefix}{Maker.Replace('-', '_')}{Interlocked.Increment(ref _issues):D6}";
        _issued[issued] = true;
        return issued;
    }

    /// <summary>Whether the server has issued it.</summary>
    protected bool IsOwn(string? issued) => issued is not null && _issued.ContainsKey(issued);

    /// <summary>As <see cref="IsOwn"/>, for what only its maker can read.</summary>
    protected bool IsReturned(string? issued)
    {
        bool isOwn = IsOwn(issued);
        if (isOwn)
            Interlocked.Increment(ref _returned);
        return isOwn;
    }

    private async Task ServeAsync(HttpContext context)
    {
        using StreamReader reader = new(context.Request.Body);
        string body = await reader.ReadToEndAsync();
        _bodies.Enqueue(body);
        if (AnswersLeft == 0)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        try
        {
            JsonObject request = JsonNode.Parse(body)!.AsObject();
            Tool = ToolIn(request["tools"]?[0]) ?? Tool;
            Answer answer = Read(request).Answer();
            AnswersLeft--;
            if (IsStream(request))
                await SendAsync(context, ContentTypeOfPieces, Pieces(answer));
            else
                await SendAsync(context, "application/json", [Whole(answer).ToJsonString()]);
        }
        catch (RefusedException refusal)
        {
            _refusals.Enqueue($"{Maker}: {refusal.Message}\n{body}");
            context.Response.StatusCode = refusal.Status;
            await SendAsync(context, "application/json", [Error(refusal).ToJsonString()]);
        }
    }

    private static string? ToolIn(JsonNode? offered) => (offered?["name"] ?? offered?["function"]?["name"])?.GetValue<string>();

    private static async Task SendAsync(HttpContext context, string contentType, IEnumerable<string> pieces)
    {
        context.Response.ContentType = contentType;
        foreach (string piece in pieces)
        {
            await context.Response.WriteAsync(piece);
            await context.Response.Body.FlushAsync();
        }
    }
}
