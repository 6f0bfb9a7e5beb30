using System.Text;
using System.Text.RegularExpressions;
using Anthropic;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenAI;

namespace CapacityRouting.Tests.Docs;

public sealed partial class SnippetTests
{
    private static readonly string[] Compiled =
    [
        "tests/CapacityRouting.Tests/Docs/Snippets.cs",
        "tests/CapacityRouting.Transparency.Tests/ReadmePrograms.cs",
        "samples/UnitTestYourRouting/ChatRegistration.cs",
        "samples/UnitTestYourRouting/RoutingTests.cs",
    ];

    [Theory]
    [InlineData("README.md", 8)]
    [InlineData("docs/configuration.md", 4)]
    [InlineData("docs/testing.md", 4)]
    public void CSharpBlocks_OfTheDocuments_AreTheCodeThatIsCompiledHere(string document, int atLeast)
    {
        string source = Normalised(string.Concat(Compiled.Select(Repository.Read)));

        List<string> blocks = Blocks(document, "csharp");

        Assert.True(blocks.Count >= atLeast);
        Assert.All(blocks, block =>
        {
            string[] parts = Normalised(block).Split('\n');
            string[] usings = [.. parts.TakeWhile(line => line.StartsWith("using ", StringComparison.Ordinal) && !line.Contains('='))];
            Assert.All(usings, line => Assert.Contains(line, source, StringComparison.Ordinal));
            Assert.Contains(string.Join('\n', parts[usings.Length..]), source, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Examples_OfTheXmlDocumentation_AreTheCodeThatIsCompiledHere()
    {
        string source = Normalised(string.Concat(Compiled.Append("tests/CapacityRouting.Tests/Docs/Examples.cs").Select(Repository.Read)));

        List<string> examples = [.. XmlDocumentation.Examples(XmlDocumentation.ByFile.SelectMany(file => file))];

        Assert.True(examples.Count >= 20);
        Assert.All(examples, example => Assert.Contains(Normalised(example), source, StringComparison.Ordinal));
    }

    [Fact]
    public void JsonBlock_OfTheConfigurationDocument_IsAValidConfiguration()
    {
        string json = Assert.Single(Blocks("docs/configuration.md", "json"));
        ServiceCollection collection = [];
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build());
        Snippets.Configure(collection, TestClient.Saying("gpt"), TestClient.Saying("claude"));
        using ServiceProvider services = collection.BuildServiceProvider();

        services.GetRequiredService<IStartupValidator>().Validate();

        Assert.Equal("my-account", services.GetRequiredService<IChatClient>().Route("gpt").Quota);
    }

    [Fact]
    public async Task Readme_UseIt_Works()
    {
        ServiceCollection collection = [];
        Snippets.Register(collection, TestClient.Failing(429), TestClient.Saying("claude"), TestClient.Saying("local"));
        await using ServiceProvider services = collection.BuildServiceProvider();
        IChatClient client = services.GetRequiredService<IChatClient>();

        Assert.Equal("claude", (await client.AskAsync(streaming: true)).GetRoutingReport()!.ServedBy);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Readme_UseItBelowOtherClients_RunsToolsOverTheRouter(bool streaming)
    {
        TestClient claude = Own.Calling("1");
        ServiceCollection collection = [];
        Snippets.GoAround(collection, TestClient.Failing(429), claude);
        await using ServiceProvider services = collection.BuildServiceProvider();
        IChatClient client = services.GetRequiredService<IChatClient>();
        ChatOptions options = new() { Tools = [AIFunctionFactory.Create(() => "rain", "weather")] };

        ChatResponse response = await client.AskAsync(streaming, options);

        Assert.EndsWith("done", response.Text, StringComparison.Ordinal);
        Assert.Equal("rain", Assert.Single(Results(claude.Messages[^1])).Result?.ToString());
        Assert.Equal(2, claude.Calls);
        Assert.NotNull(client.GetService<ICapacityMonitor>());
    }

    [Fact]
    public void Readme_LetItSeeTheWire_TurnsTheSdksRetriesOff()
    {
        (OpenAIClientOptions openAI, AnthropicClient anthropic, HttpClient http) = Snippets.SeeTheWire();
        using HttpClient observed = http;

        Assert.NotNull(openAI.RetryPolicy);
        Assert.Equal(0, anthropic.MaxRetries);
    }

    [Fact]
    public async Task Configuration_YourOwnTokenizer_EstimatesTheRoute()
    {
        ServiceCollection collection = [];
        Snippets.Tokenize(collection, TestClient.Saying("gpt"), TestClient.Saying("claude"));
        await using ServiceProvider services = collection.BuildServiceProvider();
        IChatClient client = services.GetRequiredService<IChatClient>();

        // Four tokens for the message and four words, beside the first guess at the answer.
        Assert.Equal(4 + 4 + 256, (await client.AskAsync(streaming: false)).GetRoutingReport()!.EstimatedTokens);
    }

    private static IEnumerable<FunctionResultContent> Results(IEnumerable<ChatMessage> messages) =>
        messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>();

    private static List<string> Blocks(string document, string language) =>
        [.. Fences().Matches(Repository.Read(document))
            .Where(fence => fence.Groups["language"].Value == language)
            .Select(fence => fence.Groups["code"].Value)];

    private static string Normalised(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    [GeneratedRegex("```(?<language>\\w+)\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fences();
}
