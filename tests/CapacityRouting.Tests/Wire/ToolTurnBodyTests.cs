using System.Text;
using System.Text.Json.Nodes;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Wire;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Wire;

public sealed class ToolTurnBodyTests
{
    private const string Calls = """{"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"2"}]}""";
    private const string Used = """{"role":"assistant","content":[{"type":"tool_use","id":"1","name":"f","input":{}}]}""";
    private const string Thought = """{"role":"assistant","content":[{"type":"thinking","thinking":"hmm","signature":"s"}]}""";
    private const string Result = """{"role":"user","content":[{"type":"tool_result","tool_use_id":"1","content":"ok"}]}""";

    [Fact]
    public void Fitted_CallsWithoutASignature_HaveThePlaceholderAtTheFirst()
    {
        JsonNode fitted = Fitted($$"""{"model":"gemini-3-pro","messages":[{"role":"user","content":"hi"},{{Calls}}]}""", ToolTurnRule.ThoughtSignature)!;

        Assert.Equal("skip_thought_signature_validator", fitted["messages"]![1]!["tool_calls"]![0]!["extra_content"]!["google"]!["thought_signature"]!.GetValue<string>());
        Assert.Null(fitted["messages"]![1]!["tool_calls"]![1]!["extra_content"]);
    }

    [Theory]
    [InlineData("models/gemini-2.5-flash", false)]
    [InlineData("gemini-1.5-pro", false)]
    [InlineData("gemini-3-flash", true)]
    [InlineData("gemini-flash-latest", true)]
    public void Fitted_OfAModelOfGemini_IsSignedFromTheThirdOn(string model, bool isSigned) =>
        Assert.Equal(isSigned, Fitted($$"""{"model":"{{model}}","messages":[{{Calls}}]}""", ToolTurnRule.ThoughtSignature) is not null);

    [Fact]
    public void Fitted_CallsWithASignature_AreAsTheyWere() =>
        Assert.Null(Fitted("""{"messages":[{"role":"assistant","tool_calls":[{"id":"1","extra_content":{"google":{"thought_signature":"own"}}}]}]}""", ToolTurnRule.ThoughtSignature));

    [Fact]
    public void Fitted_MessagesWithCallsWithoutReasoning_HaveAnEmptyOne()
    {
        JsonNode fitted = Fitted($$"""{"messages":[{"role":"assistant","content":"text"},{{Calls}},{"role":"assistant","reasoning_content":"own","tool_calls":[{"id":"3"}]}]}""", ToolTurnRule.ReasoningContent)!;

        Assert.Equal([null, "", "own"], fitted["messages"]!.AsArray().Select(message => message!["reasoning_content"]?.GetValue<string>()));
    }

    [Theory]
    [InlineData($"{Used},{Result}", true)]
    [InlineData($"{Thought},{Result}", false)]
    [InlineData($"{Thought},{Used},{Result}", false)]
    [InlineData($"{Thought},{Result},{Used},{Result}", true)]
    [InlineData($"{Used},{Result},{Thought},{Result}", false)]
    [InlineData($$"""{{Used}},{{Result}},{"role":"assistant","content":"done"},{"role":"user","content":"and now?"}""", false)]
    [InlineData($$"""{{Used}},{{Result}},{"role":"user","content":[{"type":"text","text":"Hurry."},{"type":"tool_result","tool_use_id":"2"}]}""", true)]
    [InlineData($$"""{"role":"assistant","content":[{"type":"redacted_thinking","data":"x"}]},{{Result}}""", false)]
    [InlineData(Result, true)]
    public void Fitted_ThinkingOverATurnThatBeganWithoutIt_IsTakenOut(string messages, bool isTakenOut)
    {
        const string Question = """{"role":"user","content":"hi"}""";
        JsonNode? fitted = Fitted($$"""{"thinking":{"type":"enabled","budget_tokens":1024},"max_tokens":2000,"messages":[{{Question}},{{messages}}]}""", ToolTurnRule.SignedReasoning);

        Assert.Equal(isTakenOut, fitted is not null);
        if (fitted is not null)
            Assert.Equal((false, true), (fitted.AsObject().ContainsKey("thinking"), fitted.AsObject().ContainsKey("max_tokens")));
        Assert.Null(Fitted($$"""{"thinking":{"type":"adaptive"},"messages":[{{Question}},{{messages}}]}""", ToolTurnRule.SignedReasoning));
        Assert.Null(Fitted($$"""{"messages":[{{Question}},{{messages}}]}""", ToolTurnRule.SignedReasoning));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"tool_calls\" \"tool_result\"")]
    [InlineData("""{"messages":"tool_calls","tool_calls":"tool_result"}""")]
    [InlineData("""{"messages":[1,null,"tool_calls",{"tool_calls":1,"tool_result":2},{"tool_calls":[]},["tool_calls"]]}""")]
    [InlineData("""{"thinking":1,"messages":[3,{"content":[4,{"type":5,"x":"tool_result"},{"type":"tool_result"}]}]}""")]
    [InlineData("""{"thinking":{"type":"enabled","type":"enabled"},"messages":[{"content":[{"type":"tool_result"}]}]}""")]
    [InlineData("""{"messages":[{"tool_calls":[1]},{"tool_calls":[1]}],"messages":[{"tool_calls":[1]}]}""")]
    [InlineData("""{"model":5,"messages":[{"tool_calls":[1,2]}]}""")]
    public void Fitted_ABodyOfAnotherShape_IsLeftAlone(string body)
    {
        Assert.Null(Fitted(body, ToolTurnRule.SignedReasoning));
        Assert.Null(Fitted(body, ToolTurnRule.ThoughtSignature));
        _ = Fitted(body, ToolTurnRule.ReasoningContent);
    }

    /// <summary>By either way to send, and with the headers that the client set.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Observer_OfAProviderWithARule_SendsTheBodyThatFollowsIt(bool isBlocking)
    {
        string? sent = null;
        string? type = null;
        using StubHandler network = new(request =>
        {
            using StreamReader reader = new(request.Content!.ReadAsStream());
            (sent, type) = (reader.ReadToEnd(), request.Content.Headers.ContentType!.ToString());
            return new(System.Net.HttpStatusCode.OK) { Content = new StringContent("{}") };
        });
        using HttpClient http = new(new CapacityObserver(network));
        TestClient model = new()
        {
            OnResponse = async (_, _, token) =>
            {
                using HttpRequestMessage request = new(HttpMethod.Post, "https://api.deepseek.com/chat/completions") { Content = new StringContent($$"""{"messages":[{{Calls}}]}""", Encoding.UTF8, "application/json") };
                using HttpResponseMessage response = isBlocking ? http.Send(request, token) : await http.SendAsync(request, token);
                return TestClient.Says("ok");
            },
        };
        using CapacityAwareChatClient client = new([new ModelRoute("a", model) { Profile = ProviderProfile.DeepSeek }]);

        await client.AskAsync(streaming: false);

        Assert.Equal(string.Empty, JsonNode.Parse(sent!)!["messages"]![0]!["reasoning_content"]!.GetValue<string>());
        Assert.Equal("application/json; charset=utf-8", type);
    }

    private static JsonNode? Fitted(string body, ToolTurnRule rule) => ToolTurnBody.Fitted(Encoding.UTF8.GetBytes(body), rule) is { } fitted ? JsonNode.Parse(fitted) : null;
}
