using System.Text.Json.Nodes;
using CapacityRouting.Pipelines.Tests.Tools;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Pipelines.Tests;

/// <summary>
/// Whatever field of an error a secret stands in, headers, bodies, exceptions and what they carry, no serialised answer has a word of it. The fields are drawn by chance, with a seed.
/// </summary>
public sealed class SecretTests
{
    private const string Secret = "sEcReT";

    private static readonly int[] Statuses = [200, 401, 402, 403, 404, 408, 429, 498, 500, 502, 503, 504, 529];

    private static readonly string[] Headers =
    [
        "Retry-After", "retry-after-ms", "x-ratelimit-remaining-requests", "x-ratelimit-limit-tokens", "x-ratelimit-reset-tokens", "anthropic-ratelimit-requests-reset", "RateLimit", "RateLimit-Policy",
        "x-request-id", "WWW-Authenticate", "Set-Cookie", "Server", "Via", "x-should-retry", "openai-organization", "x-ms-error-code", $"x-{Secret}",
    ];

    private static readonly string[] Fields = ["code", "type", "param", "message", "status", "request_id", "details", "metadata", "innererror", $"{Secret}"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answers_AfterErrorsWithSecretsInAnyField_HaveNoneOfThem(bool streaming)
    {
        int calls = Extent.Of(5_000);
        int answers = 0;
        for (int seed = 0; seed < calls; seed++)
        {
            Random chance = new(seed);
            IChatClient[] models = [ByResponse(chance, streaming), ByResponse(chance, streaming), ByException(chance), Answering(chance)];
            using CapacityAwareChatClient client = Make.Router(new FakeTimeProvider(), new CapacityRoutingOptions { MaxAttempts = 10, FailoverOnContentFilter = true }, models);

            string[] written = await WriteAsync(client, streaming);
            answers += written.Length > 0 ? 1 : 0;

            Assert.All(written, text => Assert.False(text.Contains(Secret, StringComparison.OrdinalIgnoreCase), $"Seed {seed}: {text}"));
        }

        // Some errors blame the request, and end it without an answer.
        Assert.InRange(answers, calls / 3, calls);
    }

    /// <returns>Nothing where the errors blamed the request: then there is no answer.</returns>
    private static async Task<string[]> WriteAsync(CapacityAwareChatClient client, bool streaming)
    {
        List<ChatResponseUpdate> updates = [];
        try
        {
            if (!streaming)
                return Written(await client.GetResponseAsync(Ask.Question));
            await client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(updates);
            return [.. updates.SelectMany(Written), .. Written(updates.ToChatResponse()), .. Written(updates.ToChatResponse().Messages)];
        }
        catch (Exception) when (streaming)
        {
            return [.. updates.SelectMany(Written)];
        }
        catch (Exception)
        {
            return [];
        }
    }

    private static string[] Written<T>(T value) => [Json.Write(value, JsonKind.Reflecting), Json.Write(value, JsonKind.SourceGenerated)];

    private static HttpChatClient ByResponse(Random chance, bool streaming)
    {
        int status = Statuses[chance.Next(Statuses.Length)];
        string error = new JsonObject(Fields.Where(_ => chance.Next(2) == 0).Select(field => KeyValuePair.Create<string, JsonNode?>(field, ValueOf(chance)))).ToJsonString();
        string body = chance.Next(4) switch
        {
            0 => $$"""{"error":{{error}}}""",
            1 => error,
            2 => $"<html><title>{Secret}</title>{error}</html>",
            _ => $$"""{"type":"error","error":{{error}},"{{Secret}}":"{{Secret}}"}""",
        };
        (string Name, string Value)[] headers = [.. Headers.Where(_ => chance.Next(2) == 0).Select(name => (name, ValueOf(chance)))];
        return new HttpChatClient(new CapacityObserver(new StubHandler(_ =>
        {
            // A body that is no error would be the answer itself.
            HttpResponseMessage response = StubHandler.Response(status, status == 200 ? (streaming ? "data: " : string.Empty) + $$$"""{"error":{"code":"server_error","message":"{{{Secret}}}"}}""" : body, headers);
            response.ReasonPhrase = Secret;
            return response;
        })));
    }

    private static TestClient ByException(Random chance)
    {
        Exception inner = chance.Next(2) == 0 ? new IOException($"{Secret} reset") : new TimeoutException(ValueOf(chance));
        Exception outer = chance.Next(3) switch
        {
            0 => new HttpRequestException($$$"""{"error":{"code":"{{{Secret}}}","message":"{{{Secret}}}"}}""", inner, (System.Net.HttpStatusCode)Statuses[1 + chance.Next(Statuses.Length - 1)]),
            1 => new IOException(Secret, inner),
            _ => new TaskCanceledException(Secret, inner),
        };
        outer.Data[Secret] = Secret;
        outer.Data["Retry-After"] = ValueOf(chance);
        (outer.HelpLink, outer.Source) = (Secret, Secret);
        return TestClient.Failing(() => outer);
    }

    /// <summary>A clean answer, or a stream that breaks off after its first words.</summary>
    private static TestClient Answering(Random chance) => chance.Next(3) > 0 ? TestClient.Saying("ok") : new() { OnStream = (_, _, _) => BreakingAsync() };

    private static string ValueOf(Random chance) => chance.Next(5) switch
    {
        0 => Secret,
        1 => $"{chance.Next(100)}s; {Secret}",
        2 => $"rate_limit_{Secret}",
        3 => $"Incorrect API key provided: {Secret}. Please try again in {chance.Next(100)}s.",
        _ => new string('x', chance.Next(300)) + Secret,
    };

    private static async IAsyncEnumerable<ChatResponseUpdate> BreakingAsync()
    {
        await Task.CompletedTask;
        yield return Updates.Text("the beginning");
        throw new IOException(Secret);
    }
}
