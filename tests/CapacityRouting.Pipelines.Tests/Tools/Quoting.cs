using System.Net;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Pipelines.Tests.Tools;

/// <summary>Routes that fail with words that must not be stored: providers quote keys and prompts in their errors.</summary>
internal static class Quoting
{
    public const string Key = "sk-quoted-key";
    public const string Prompt = "quoted-prompt";

    private const string Body = $$$"""{"error":{"code":"invalid_api_key","message":"Incorrect API key provided: {{{Key}}}, for: {{{Prompt}}}"}}""";

    /// <summary>A client whose exception quotes them.</summary>
    public static IChatClient ByException() => TestClient.Failing(() => new HttpRequestException(Body, inner: null, HttpStatusCode.Unauthorized));

    /// <summary>A client whose error response quotes them, as the wire shows it.</summary>
    public static IChatClient ByResponse() => new HttpChatClient(new CapacityObserver(StubHandler.Answering(401, Body)));

    public static void AssertAbsent(string text)
    {
        Assert.DoesNotContain(Key, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Prompt, text, StringComparison.Ordinal);
    }
}
