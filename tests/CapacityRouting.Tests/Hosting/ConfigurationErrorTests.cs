using System.Globalization;
using System.Text;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CapacityRouting.Tests.Hosting;

/// <summary>What a user reads when the configuration is wrong.</summary>
public sealed class ConfigurationErrorTests
{
    [Theory]
    [InlineData("""{ "CapacityRuoting": { "MaxAttempts": 2 } }""")]
    [InlineData("""{ "CapacityRouting": { } }""")]
    [InlineData("{ }")]
    public void BindConfiguration_SectionMissingOrEmpty_IsAnErrorThatNamesIt(string json)
    {
        string error = Assert.Single(ErrorsOf(json));

        Assert.StartsWith("CapacityRouting: the configuration has no such section", error, StringComparison.Ordinal);
        Assert.Contains("correct the name that BindConfiguration gets", error, StringComparison.Ordinal);
    }

    [Fact]
    public void BindConfiguration_RootWithoutSettings_IsNoMissingSection()
    {
        using ServiceProvider services = Services(routing => routing.BindConfiguration(new ConfigurationBuilder().Build()));

        services.GetRequiredService<IStartupValidator>().Validate();
    }

    [Theory]
    [InlineData("5", "5 seconds are 00:00:05")]
    [InlineData("0.5", "0.5 seconds are 00:00:00.5000000")]
    [InlineData("90", "90 seconds are 00:01:30")]
    [InlineData("0:30", "hours:minutes:seconds")]
    [InlineData("24:00:00", "1.00:00:00")]
    [InlineData("10s", "hours:minutes:seconds")]
    [InlineData("1e300", "hours:minutes:seconds")]
    public void Read_DurationWithoutUnit_IsRefusedWithValuePathAndForm(string text, string form)
    {
        IReadOnlyList<string> errors = ErrorsOf($$"""{ "CapacityRouting": { "MaxWait": "{{text}}", "AgingInterval": "{{text}}", "Timeouts": { "Idle": "{{text}}" } } }""");

        Assert.Equal(["CapacityRouting:AgingInterval", "CapacityRouting:MaxWait", "CapacityRouting:Timeouts:Idle"], errors.Select(PathOf).Order(StringComparer.Ordinal));
        Assert.All(errors, error => Assert.Contains($"is '{text}'.", error, StringComparison.Ordinal));
        Assert.All(errors, error => Assert.Contains(form, error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("5", 5 * 24)]
    [InlineData("0:30", 0.5)]
    [InlineData("24:00:00", 24 * 24)]
    public void TimeSpanParse_OfTheRefusedForms_ReadsWhatIsHardlyMeant(string text, double hours) =>
        Assert.Equal(TimeSpan.FromHours(hours), TimeSpan.Parse(text, CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("00:00:05", 5)]
    [InlineData("1.00:00:00", 86_400)]
    [InlineData("00:00:00.250", 0.25)]
    public void Read_DurationWithUnits_IsTaken(string text, double seconds)
    {
        using ServiceProvider services = Services($$"""{ "CapacityRouting": { "StateExpiry": "{{text}}", "Timeouts": { "Total": "{{text}}" } } }""");

        services.GetRequiredService<IStartupValidator>().Validate();
        Assert.True(TimeLimit.TryParse(text, out TimeLimit limit));
        Assert.Equal(TimeSpan.FromSeconds(seconds), limit.Time);
    }

    /// <summary>A number of a choice says nothing to who reads the settings, and another version may count anew.</summary>
    [Theory]
    [InlineData("1")]
    [InlineData("\"1\"")]
    [InlineData("\"Tighten, Ignore\"")]
    public void Read_ChoiceAsANumber_IsRefusedWithTheNames(string value) =>
        Assert.Contains("must be one of ", Assert.Single(ErrorsOf($$"""{ "CapacityRouting": { "HeaderLimits": {{value}} } }""")), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"eu\"", "CapacityRouting:Routes:a:Tags", "must be a list such as [ \"eu\" ], is the text 'eu'")]
    [InlineData("{ \"region\": \"eu\" }", "CapacityRouting:Routes:a:Tags:region", "must be a text in a list")]
    [InlineData("[ [ \"eu\" ] ]", "CapacityRouting:Routes:a:Tags:0", "must be a text in a list")]
    public void Read_TagsThatAreNoList_AreRefused(string tags, string path, string problem)
    {
        string error = Assert.Single(ErrorsOf($$"""{ "CapacityRouting": { "Routes": { "a": { "Tags": {{tags}} } } } }"""));

        Assert.Equal(path, PathOf(error));
        Assert.Contains(problem, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EmptyListOfTags_IsTaken() => Assert.Empty(ErrorsOf("""{ "CapacityRouting": { "MaxAttempts": 1, "Routes": { "a": { "Tags": [ ] } } } }"""));

    [Fact]
    public void Read_ValuesWhereSectionsBelong_AreRefused()
    {
        IReadOnlyList<string> errors = ErrorsOf("""{ "CapacityRouting": { "Timeouts": "00:00:10", "Quotas": "account", "Routes": { "a": { "Limits": 60 }, "b": "gpt" } } }""");

        Assert.Equal(
            ["CapacityRouting:Quotas", "CapacityRouting:Routes:a:Limits", "CapacityRouting:Routes:b", "CapacityRouting:Timeouts"],
            errors.Select(PathOf).Order(StringComparer.Ordinal));
        Assert.Contains("CapacityRouting:Routes:a:Limits: must be a section with settings such as RequestsPerMinute, is the value '60'.", errors);
    }

    [Fact]
    public void Read_NamesThatDoNotExist_NameThoseThatDoAndTheRemedy()
    {
        IReadOnlyList<string> errors = ErrorsOf("""{ "CapacityRouting": { "Quotas": { "account": { } }, "Routes": { "b": { "ModelId": "x" }, "a": { "Quota": "acount", "Profile": "OpenIA" } } } }""");

        Assert.Contains("CapacityRouting:Routes:b: there is no route 'b'; there are: a. Correct the name, or add the route in code with AddRoute.", errors);
        Assert.Contains("CapacityRouting:Routes:a:Quota: there is no quota 'acount'; there are: account. Add it under Quotas, or in code with AddQuota.", errors);
        Assert.Contains(errors, error => error.StartsWith("CapacityRouting:Routes:a:Profile: there is no provider profile 'OpenIA'; there are: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Message_OfSeveralErrors_HasOneALine(bool atStart)
    {
        using ServiceProvider services = Services("""{ "CapacityRouting": { "MaxWait": "5", "MaxAttempts": 0, "Colour": "red" } }""");

        OptionsValidationException thrown = Assert.ThrowsAny<OptionsValidationException>(() => Use(services, atStart));

        string[] lines = thrown.Message.Split(Environment.NewLine);
        Assert.Equal("The settings of the router without a key are wrong:", lines[0]);
        Assert.Equal(3, thrown.Failures.Count());
        Assert.Equal(thrown.Failures.Select(failure => $"  {failure}"), lines[1..]);
    }

    [Fact]
    public void Message_OfArguments_HasOneErrorALine()
    {
        CapacityRoutingOptions wrong = new() { MaxAttempts = 0, MaxQueueLength = 0 };

        string[] lines = Assert.Throws<ArgumentException>(() => new CapacityAwareChatClient([new ModelRoute("a", TestClient.Saying("ok"))], wrong)).Message.Split(Environment.NewLine);

        Assert.Contains(lines, line => line.StartsWith("MaxAttempts: must be at least 1, is 0.", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("MaxQueueLength: must be at least 1, is 0.", StringComparison.Ordinal));
    }

    [Fact]
    public void AddKeyedRoute_NothingUnderTheKey_NamesTheKeyAndTheRemedy()
    {
        using ServiceProvider services = new ServiceCollection()
            .AddCapacityAwareFallback("chat", routing => routing.AddKeyedRoute("gpt", "gtp"))
            .BuildServiceProvider();

        OptionsValidationException thrown = Assert.ThrowsAny<OptionsValidationException>(() => services.GetRequiredKeyedService<IChatClient>("chat"));

        Assert.Contains("router with key 'chat'", thrown.Message, StringComparison.Ordinal);
        string error = Assert.Single(thrown.Failures);
        Assert.StartsWith("Routes:gpt: no IChatClient is registered under the key 'gtp'; register one", error, StringComparison.Ordinal);
    }

    private static void Use(IServiceProvider services, bool atStart)
    {
        if (atStart)
            services.GetRequiredService<IStartupValidator>().Validate();
        else
            services.GetRequiredService<IChatClient>();
    }

    private static string PathOf(string error) => error[..error.IndexOf(": ", StringComparison.Ordinal)];

    private static IReadOnlyList<string> ErrorsOf(string json)
    {
        using ServiceProvider services = Services(json);
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException wrong)
        {
            return [.. wrong.Failures];
        }
    }

    private static ServiceProvider Services(string json) => Services(
        routing => routing.BindConfiguration("CapacityRouting"),
        new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build());

    private static ServiceProvider Services(Action<CapacityRoutingBuilder> configure, IConfiguration? configuration = null) => new ServiceCollection()
        .AddSingleton(configuration ?? new ConfigurationBuilder().Build())
        .AddCapacityAwareFallback(routing => configure(routing.AddRoute("a", TestClient.Saying("ok"))))
        .BuildServiceProvider();
}
