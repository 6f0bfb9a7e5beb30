using System.Globalization;
using CapacityRouting.Settings;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CapacityRouting.Tests.Hosting;

public sealed class TimeoutSettingsTests
{
    private readonly ManualTime _time = new();

    public static TheoryData<string, string> WrongTexts => new()
    {
        { "Timeouts:FirstToken", "must be a time such as 00:00:10, Adaptive or None, is 'soon'." },
        { "Timeouts:FirstToken", "must be a time such as 00:00:10, Adaptive or None, is ''." },
        { "Timeouts:FirstToken", "must be more than zero or None, is 00:00:00." },
        { "Timeouts:FirstToken", "must be more than zero or None, is -00:00:00.0020000." },
        { "Timeouts:Idle", "must be a time such as 00:00:10, Adaptive or None, is 'Adaptable'." },
        { "Timeouts:Idle", "must be more than zero or None, is -00:00:00.0010000." },
        { "Timeouts:Total", "must be a time such as 00:00:10, Adaptive or None, is 'Infinite'." },
        { "Timeouts:Total", "must be at most 7 days, is 8.00:00:00." },
        { "Timeouts:MinimumUpdatesPerSecond", "must be a number, is 'None'." },
        { "Timeouts:MinimumUpdatesPerSecond", "must be zero or more, is -1." },
        { "Timeouts:Idel", "unknown setting; known here: FirstToken, Idle, Total, MinimumUpdatesPerSecond." },
    };

    [Theory]
    [MemberData(nameof(WrongTexts))]
    public void Configuration_OfAWrongTimeout_IsToldWithPathAndValue(string path, string problem)
    {
        string value = problem.Contains(", is ", StringComparison.Ordinal) ? problem[(problem.IndexOf(", is ", StringComparison.Ordinal) + 5)..^1].Trim('\'') : "00:00:10";

        Assert.StartsWith($"{path}: {problem}", Assert.Single(ErrorsOf(path, value)), StringComparison.Ordinal);
        Assert.StartsWith($"Routes:a:{path}: {problem}", Assert.Single(ErrorsOf($"Routes:a:{path}", value)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FirstTokenTimeout")]
    [InlineData("Routes:a:IdleTimeout")]
    public void Configuration_OfAnUnknownName_TellsOfTheSection(string path)
    {
        string error = Assert.Single(ErrorsOf(path, "00:00:10"));

        Assert.StartsWith($"{path}: unknown setting", error, StringComparison.Ordinal);
        Assert.Contains(" Timeouts,", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FirstToken", "adaptive", "Adaptive")]
    [InlineData("FirstToken", "NONE", "None")]
    [InlineData("FirstToken", "00:00:10", "00:00:10")]
    [InlineData("Idle", "none", "None")]
    [InlineData("Idle", "ADAPTIVE", "Adaptive")]
    [InlineData("Total", "Adaptive", "Adaptive")]
    [InlineData("Idle", "7.00:00:00", "7.00:00:00")]
    [InlineData("Total", "None", "None")]
    [InlineData("Total", "00:00:00.5", "00:00:00.5000000")]
    [InlineData("MinimumUpdatesPerSecond", "0.25", "0.25")]
    public void Configuration_OfATimeout_GoesOverThatOfCodeAndLeavesTheOthers(string setting, string text, string expected)
    {
        AttemptTimeouts code = new() { FirstToken = TimeSpan.FromSeconds(1), Idle = TimeSpan.FromSeconds(2), Total = TimeSpan.FromSeconds(3), MinimumUpdatesPerSecond = 4 };
        SettingErrors errors = new();

        AttemptTimeouts read = AttemptTimeouts.Table.Read(new ConfigurationBuilder().AddInMemoryCollection([new(setting, text)]).Build(), code, new(new(), [], [], []), errors);

        Assert.Empty(errors.All);
        Assert.Equal(expected, Convert.ToString(typeof(AttemptTimeouts).GetProperty(setting)!.GetValue(read), CultureInfo.InvariantCulture));
        Assert.All(typeof(AttemptTimeouts).GetProperties().Where(other => other.Name != setting), other => Assert.Equal(other.GetValue(code), other.GetValue(read)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Timeouts_WrongOnALevel_AreAllTold(int level)
    {
        AttemptTimeouts wrong = new() { FirstToken = default(TimeLimit), Idle = Timeout.InfiniteTimeSpan, Total = TimeSpan.FromDays(8), MinimumUpdatesPerSecond = double.NaN };
        string path = level switch { 0 => "Timeouts", 1 => "Routes:a:Timeouts", _ => "RequestRouting:Timeouts" };

        ArgumentException refused = await Assert.ThrowsAnyAsync<ArgumentException>(async () =>
        {
            using TestClient inner = TestClient.Saying("ok");
            using CapacityAwareChatClient client = new([new("a", inner) { Timeouts = level == 1 ? wrong : null }], new() { Timeouts = level == 0 ? wrong : new() }, _time);
            await client.AskAsync(streaming: false, new ChatOptions().WithRouting(new() { Timeouts = level == 2 ? wrong : null }));
        });

        Assert.Contains($"{path}:FirstToken: must be more than zero or None, is 00:00:00.", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"{path}:Idle: must be more than zero or None, is -00:00:00.0010000.", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"{path}:Total: must be at most 7 days, is 8.00:00:00.", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"{path}:MinimumUpdatesPerSecond: must be zero or more, is NaN.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Timeouts_NullOnThePolicy_IsTold()
    {
        using TestClient inner = new();

        ArgumentException refused = Assert.ThrowsAny<ArgumentException>(() => new CapacityAwareChatClient([new("a", inner)], new() { Timeouts = null! }, _time));

        Assert.Contains("Timeouts: must not be null.", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Total", false)]
    [InlineData("FirstToken", true)]
    public async Task Reload_WhileAnAttemptIsUnderWay_LeavesItAsItBegan(string setting, bool streaming)
    {
        ReloadableConfiguration configuration = new($$"""{ "Timeouts": { "{{setting}}": "00:00:10" } }""");
        TestClient hanging = new() { OnResponse = (_, _, _) => new TaskCompletionSource<ChatResponse>().Task };
        await using ServiceProvider services = Services(configuration.Root, hanging, TestClient.Saying("second"));
        IChatClient client = services.GetRequiredService<IChatClient>();
        Task<ChatResponse> before = client.AskAsync(streaming);

        configuration.Change($$"""{ "Timeouts": { "{{setting}}": "00:00:02" } }""");
        Task<ChatResponse> after = client.AskAsync(streaming);
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("second", (await after.DoneAsync()).Text);
        _time.Advance(TimeSpan.FromSeconds(7.999));
        Assert.False(before.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Equal("second", (await before.DoneAsync()).Text);
    }

    private string[] ErrorsOf(string path, string value)
    {
        using TestClient inner = new();
        using ServiceProvider services = Services(new ConfigurationBuilder().AddInMemoryCollection([new(path, value)]).Build(), inner);
        return [.. Assert.ThrowsAny<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate()).Failures];
    }

    private ServiceProvider Services(IConfiguration configuration, params IChatClient[] clients) => new ServiceCollection()
        .AddSingleton<TimeProvider>(_time)
        .AddCapacityAwareFallback(routing =>
        {
            foreach (ModelRoute route in Make.Routes(clients))
                routing.AddRoute(route.Name, route.Client);
            routing.BindConfiguration(configuration);
        })
        .BuildServiceProvider();
}
