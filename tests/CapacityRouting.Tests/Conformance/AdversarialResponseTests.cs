using System.Globalization;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

/// <summary>
/// One response of any status, with any headers, any words and any usage, absurd ones among them: afterwards the route takes ordinary calls again, within the
/// wait that was stated and believed, or within the hour for which a statement counts.
/// </summary>
public sealed class AdversarialResponseTests
{
    private static readonly TimeSpan AllThatIsLearned = TimeSpan.FromMinutes(61);

    private static readonly int[] Statuses = [200, 200, 200, 202, 204, 301, 400, 401, 402, 403, 404, 405, 408, 409, 412, 413, 418, 421, 422, 424, 425, 429, 429, 429, 429, 451, 499, 500, 501, 502, 503, 503, 504, 520, 529, 529, 599];

    private static readonly string[] Headers =
    [
        "retry-after", "retry-after", "retry-after-ms", "x-ms-retry-after-ms", "x-should-retry",
        "x-ratelimit-limit-requests", "x-ratelimit-remaining-requests", "x-ratelimit-reset-requests",
        "x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens", "x-ratelimit-renewalperiod-requests",
        "anthropic-ratelimit-requests-limit", "anthropic-ratelimit-requests-remaining", "anthropic-ratelimit-requests-reset",
        "anthropic-ratelimit-input-tokens-limit", "anthropic-ratelimit-input-tokens-remaining", "anthropic-ratelimit-output-tokens-limit", "anthropic-ratelimit-unified-5h-utilization",
        "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "ratelimitbysize-limit", "ratelimitbysize-remaining", "ratelimitbysize-reset",
        "x-ratelimit-limit-requests-day", "x-ratelimit-remaining-requests-day", "x-ratelimit-limit-tokens-minute", "x-ratelimit-remaining-tokens-minute",
        "x-ratelimit-limit-req-minute", "x-ratelimit-remaining-req-minute", "azure-openai-deployment-utilization", "x-ratelimit-type", "x-ratelimit-timeremaining",
    ];

    private static readonly string[] Values =
    [
        "0", "1", "2", "5", "-1", "60", "500", "1000000", "9223372036854775807", "99999999999999999999", "1e9", "0.0001", "1.5", "", "abc", "true", "NaN", "Infinity",
        "1s", "120ms", "6m0s", "87600h", "Fri, 31 Dec 9999 23:59:59 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "9999-12-31T23:59:59Z", "1785082980000", "315360000", "UserConcurrentRequests", "UserByModelByDay", "100%", "4000000",
    ];

    private static readonly string[] Words =
    [
        "Rate limit reached", " on tokens per min (TPM): Limit ", " on requests per day (RPD): Limit ", ", Used ", ", Requested ", " max organization concurrency: ", " concurrent requests", " Please try again in ",
        " Please retry after ", " seconds", "ms", "d", "{\"error\":{\"code\":\"", "insufficient_quota", "rate_limit_exceeded", "context_length_exceeded", "invalid_api_key", "model_not_found", "\",\"message\":\"", "\"}}",
        " maximum context length is ", " tokens. However, you requested ", " tokens (", " in the messages, ", " in the completion)", "quota exceeded, resets at ", " overloaded", " per minute", "retryDelay\":\"", "RESOURCE_EXHAUSTED", "\n", "\\n", ". ",
    ];

    [Fact]
    public async Task Response_OfAnyKind_LeavesARouteThatTakesOrdinaryCallsAgain()
    {
        int cases = Extent.IsLong ? 1_000_000 : 10_000;
        Random chance = new(20261201);

        for (int i = 0; i < cases; i++)
            await TryAsync(new Case(chance));
    }

    private static async Task TryAsync(Case adversary)
    {
        ManualTime time = new();
        bool isOver = false;
        StubHandler network = new(_ => isOver ? StubHandler.Response(200, "ok") : adversary.Respond());
        ModelRoute route = new("a", new MeteredClient(new HttpChatClient(new CapacityObserver(network)), () => isOver ? null : adversary.Usage)) { Profile = adversary.Profile, Limits = adversary.Limits };
        using CapacityAwareChatClient client = new([route], new() { RandomSeed = 1, HeaderLimits = adversary.Use, MaxWait = TimeSpan.Zero }, time);
        Exception? thrown = await Record.ExceptionAsync(() => client.AskAsync(streaming: false));
        isOver = true;

        TimeSpan stated = thrown?.GetRoutingReport()?.Attempts.Max(attempt => attempt.Failure?.RetryAfter) ?? TimeSpan.Zero;
        time.Advance((stated > AllThatIsLearned ? stated : AllThatIsLearned) + TimeSpan.FromSeconds(1));

        // The first call may find that something has lapsed, and then what has flowed in since.
        for (int call = 0; call < 4; call++)
        {
            Exception? again = await Record.ExceptionAsync(() => client.AskAsync(streaming: false));
            Assert.True(again is null || call < 2, $"{adversary}\nfirst: {thrown}\nthen: {again?.Message}\n{string.Join("\n", client.Route("a").Buckets)}");
            time.Advance(TimeSpan.FromSeconds(10));
        }
    }

    /// <summary>One response, and the route that meets it.</summary>
    private sealed class Case
    {
        private readonly int _status;
        private readonly (string Name, string Value)[] _headers;
        private readonly string _body;

        public Case(Random chance)
        {
            _status = Of(chance, Statuses);
            _headers = [.. Enumerable.Range(0, chance.Next(7)).Select(_ => (Of(chance, Headers), Value(chance)))];
            _body = string.Concat(Enumerable.Range(0, chance.Next(10)).Select(_ => chance.Next(3) == 0 ? Value(chance) : Of(chance, Words)));
            Profile = ProviderProfile.All[chance.Next(ProviderProfile.All.Count)] with { AlwaysGivesFinishReason = false };
            Limits = chance.Next(3) switch { 0 => null, 1 => new() { RequestsPerMinute = 600 }, _ => new() { RequestsPerMinute = 60_000, TokensPerMinute = 1_000_000 } };
            Use = chance.Next(4) == 0 ? HeaderLimitUse.Follow : HeaderLimitUse.Tighten;
            Usage = chance.Next(2) == 0 ? null : new() { InputTokenCount = Count(chance), OutputTokenCount = Count(chance), CachedInputTokenCount = Count(chance), TotalTokenCount = Count(chance) };
        }

        public ProviderProfile Profile { get; }

        public CapacityLimits? Limits { get; }

        public HeaderLimitUse Use { get; }

        public UsageDetails? Usage { get; }

        public HttpResponseMessage Respond() => StubHandler.Response(_status, _body, _headers);

        public override string ToString() =>
            $"{_status} of {Profile.Name}, {Use}, {Limits}\n{string.Join("\n", _headers.Select(header => $"{header.Name}: {header.Value}"))}\n{_body}\nusage {Usage?.InputTokenCount} {Usage?.OutputTokenCount}";

        private static T Of<T>(Random chance, T[] values) => values[chance.Next(values.Length)];

        private static string Value(Random chance) => chance.Next(2) == 0 ? Of(chance, Values) : Count(chance).ToString(CultureInfo.InvariantCulture);

        /// <summary>Of any size: each power of two is as likely as the next, and so are negative ones to a degree.</summary>
        private static long Count(Random chance)
        {
            long size = chance.NextInt64() >> chance.Next(63);
            return chance.Next(20) == 0 ? -size : size;
        }
    }

    /// <summary>A client whose answers report a usage of the test's own.</summary>
    private sealed class MeteredClient(IChatClient inner, Func<UsageDetails?> usage) : DelegatingChatClient(inner)
    {
        public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            ChatResponse response = await base.GetResponseAsync(messages, options, cancellationToken);
            response.Usage = usage();
            return response;
        }
    }
}
