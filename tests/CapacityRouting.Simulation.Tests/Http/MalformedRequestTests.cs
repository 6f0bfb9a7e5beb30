using System.Text;
using System.Text.Json;
using CapacityRouting.Simulation.Tests.Http.Tools;

namespace CapacityRouting.Simulation.Tests.Http;

public sealed class MalformedRequestTests
{
    private const string Hello = """[{"role":"user","content":"Hello"}]""";

    public static TheoryData<ProviderDialect, string, string> Bodies()
    {
        (string Body, string Problem)[] bodies =
        [
            ("", "not valid JSON"),
            ("{", "not valid JSON"),
            ("model=gpt", "not valid JSON"),
            (new string('[', 100), "not valid JSON"),
            ("[]", "has to be an object"),
            ("null", "has to be an object"),
            ("{}", "model: missing"),
            ($$"""{"messages":{{Hello}},"max_tokens":5}""", "model: missing"),
            ($$"""{"model":"","messages":{{Hello}},"max_tokens":5}""", "model"),
            ($$"""{"model":7,"messages":{{Hello}},"max_tokens":5}""", "model"),
            ("""{"model":"m","max_tokens":5}""", "messages"),
            ("""{"model":"m","max_tokens":5,"messages":[]}""", "messages"),
            ("""{"model":"m","max_tokens":5,"messages":"Hello"}""", "messages"),
            ("""{"model":"m","max_tokens":5,"messages":["Hello"]}""", "messages"),
            ($$"""{"model":"m","messages":{{Hello}},"max_tokens":0}""", "max_tokens"),
            ($$"""{"model":"m","messages":{{Hello}},"max_tokens":-1}""", "max_tokens"),
            ($$"""{"model":"m","messages":{{Hello}},"max_tokens":1.5}""", "max_tokens"),
            ($$"""{"model":"m","messages":{{Hello}},"max_tokens":1e999}""", "max_tokens"),
            ($$"""{"model":"m","messages":{{Hello}},"max_tokens":"5"}""", "max_tokens"),
            ($$"""{"model":"m","messages":{{Hello}},"max_tokens":5,"stream":"yes"}""", "stream"),
            ("""{"model":"m","max_tokens":5,"messages":[{"role":"user","content":"\ud800"}]}""", "not valid JSON"),
        ];
        TheoryData<ProviderDialect, string, string> cases = [];
        foreach (ProviderDialect dialect in (ProviderDialect[])[ProviderDialect.OpenAI, ProviderDialect.Anthropic])
            foreach ((string body, string problem) in bodies)
                cases.Add(dialect, body, problem);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Body_Malformed_IsABadRequestInTheProvidersFormAndNoVisit(ProviderDialect dialect, string body, string problem)
    {
        await using Loopback it = await StartAsync(dialect);

        Seen seen = await it.PostAsync(Loopback.Json(body));

        Assert.Equal(400, seen.Status);
        JsonElement error = JsonDocument.Parse(seen.Error!).RootElement.GetProperty("error");
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
        Assert.Contains(problem, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(it.Provider.Visits);
    }

    [Fact]
    public async Task Body_NotEvenText_IsABadRequestAndTheNextIsServed()
    {
        await using Loopback it = await StartAsync(ProviderDialect.OpenAI);

        Seen bad = await it.PostAsync(new ByteArrayContent([.. Encoding.UTF8.GetBytes("{\"model\":\""), 0xFF, 0xFE, .. Encoding.UTF8.GetBytes("\"}")]));
        Seen good = await it.SendAsync(Ask.For(0, 10, 1));

        Assert.Equal((400, 200), (bad.Status, good.Status));
    }

    [Fact]
    public async Task MaxTokens_MissingForAnthropic_IsABadRequest()
    {
        await using Loopback it = await StartAsync(ProviderDialect.Anthropic);

        Seen seen = await it.PostAsync(Loopback.Json($$"""{"model":"m","messages":{{Hello}}}"""));

        Assert.Equal(400, seen.Status);
        Assert.StartsWith("""{"type":"error","error":{"type":"invalid_request_error","message":"max_tokens: missing."}""", seen.Error, StringComparison.Ordinal);
    }

    private static Task<Loopback> StartAsync(ProviderDialect dialect) => Loopback.StartAsync(Simulated.Settings(dialect), new TestTime(hurries: true));
}
