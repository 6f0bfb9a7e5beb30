using System.Net;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;

namespace CapacityRouting.Transparency.Pages;

/// <summary>What the page on resilience handlers says: who repeats a request, and what the router tells of it.</summary>
public sealed class HandlerTests
{
    private const string OfTheHandler = "a resilience handler under the SDK repeats it";

    [Fact]
    public async Task ServiceDefaults_WithoutTheRemedy_RepeatAndAreNamed()
    {
        (int sends, CapturingLoggerFactory log, ChatResponse response) = await AskAsync(services => services.AddTransient<CapacityObserver>().AddHttpClient("models").AddHttpMessageHandler<CapacityObserver>());

        Assert.Equal((4, "local"), (sends, response.Text));
        Assert.Contains(log.Messages, message => message.Contains("4 were sent in one attempt", StringComparison.Ordinal) && message.Contains(OfTheHandler, StringComparison.Ordinal));
    }

    public static TheoryData<string> Remedies => ["without handlers", "handlers that do not repeat"];

    [Theory]
    [MemberData(nameof(Remedies))]
    public async Task ServiceDefaults_WithARemedy_SendOnceAndFailOver(string remedy)
    {
        (int sends, CapturingLoggerFactory log, ChatResponse response) = await AskAsync(
            remedy == "without handlers" ? HandlerSnippets.WithoutHandlers : HandlerSnippets.WithHandlersThatDoNotRepeat);

        Assert.Equal((1, "local"), (sends, response.Text));
        Assert.DoesNotContain(log.Messages, message => message.Contains(OfTheHandler, StringComparison.Ordinal));
        Assert.Equal(503, response.GetRoutingReport()!.Attempts[0].Failure!.StatusCode);
    }

    [Fact]
    public void OneLiners_OfOtherProviders_AreKnownByTheirProfiles()
    {
        using CapacityAwareChatClient client = new(HandlerSnippets.Others("key", "key"));

        Assert.Equal(["Ollama", "Gemini", "Mistral"], client.Monitor().GetSnapshot().Routes.Select(route => route.Provider));
    }

    /// <summary>Asks OpenAI's SDK, which gets its client of a factory with Aspire's defaults, and another model behind it.</summary>
    private static async Task<(int Sends, CapturingLoggerFactory Log, ChatResponse Response)> AskAsync(Func<IServiceCollection, IHttpClientBuilder> models)
    {
        Busy busy = new();
        CapturingLoggerFactory log = new();
        ServiceCollection collection = [];
        collection.AddLogging();
        collection.AddSingleton<ILoggerFactory>(log);
        collection.ConfigureHttpClientDefaults(http => http.AddStandardResilienceHandler());
        models(collection).ConfigurePrimaryHttpMessageHandler(() => busy);
        collection.ConfigureAll<HttpStandardResilienceOptions>(options => options.Retry.Delay = TimeSpan.FromMilliseconds(1));
        HandlerSnippets.Register(collection, "key");
        await using ServiceProvider services = collection.BuildServiceProvider();

        ChatResponse response = await services.GetRequiredService<IChatClient>().AskAsync(streaming: false);
        return (busy.Sends, log, response);
    }

    /// <summary>OpenAI has no room; what is at Ollama's port answers.</summary>
    private sealed class Busy : HttpMessageHandler
    {
        private int _sends;

        public int Sends => Volatile.Read(ref _sends);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.Port == 11434)
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
                {
                    Content = new StringContent("""{"model":"llama3.2","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":"local"},"done_reason":"stop","done":true}""" + "\n"),
                });
            Interlocked.Increment(ref _sends);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = new StringContent("""{"error":{"message":"busy"}}""") });
        }
    }
}
